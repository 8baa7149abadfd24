// What became of one push to the bot, judged as WeChat judges it.
const NOTHING_TO_SAY = new Set(["", "success"]);

/** {failed, key, values}: whether WeChat shows its fault notice, and the sentence that says what happened. */
export function verdict(answer, callbackUrl) {
  const last = answer.attempts.at(-1);
  const values = { status: last.status, ms: Math.round(last.ms), tries: answer.attempts.length, url: callbackUrl, why: last.error };
  if (!last.status) return { failed: true, key: last.error.startsWith("no answer") ? "delivery_late" : "delivery_away", values };
  if (last.status !== 200) return { failed: true, key: "delivery_refused", values };
  if (last.error) return { failed: true, key: "delivery_unreadable", values };
  return { failed: false, key: NOTHING_TO_SAY.has(last.raw) ? "delivery_silent" : "delivery_line", values };
}
