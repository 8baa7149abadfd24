// The two places where the page itself says something: the delivery line and the banner for a silent sandbox.
import { find } from "./dom.js";
import { say } from "./i18n.js";
import { SandboxTrouble } from "./sandbox.js";

// 409 is the sandbox's answer while it does not know where the bot listens.
const SENTENCES = { 0: "sandbox_away", 409: "no_callback" };

let line = { key: "delivery_none", values: {}, failed: false };
let banner = null;

/** What became of the last push; a failed one is also shown in the banner, in words with a next step. */
export function tell(key, values = {}, failed = false) {
  line = { key, values, failed };
  if (failed) banner = null;
  drawTrouble();
}

/** Shows the sandbox's trouble, or clears it with null. Anything but its own kind is a bug and is thrown on. */
export function trouble(error) {
  if (error && !(error instanceof SandboxTrouble)) throw error;
  banner = error;
  drawTrouble();
}

export function drawTrouble() {
  const output = find("delivery");
  output.textContent = say(line.failed ? "delivery_failed" : line.key, line.values);
  output.classList.toggle("bad", line.failed);
  const text = bannerText();
  find("trouble").hidden = !text;
  find("trouble").textContent = text;
}

function bannerText() {
  if (banner) return say(SENTENCES[banner.status] ?? "sandbox_says", { why: banner.message });
  return line.failed ? say(line.key, line.values) : "";
}
