// Times as the account's people read them: Beijing on the page, Paris beside it on hover.
import { locale, say } from "./i18n.js";

const BEIJING = "Asia/Shanghai";
const PARIS = "Europe/Paris";
const QUIET_MS = 5 * 60 * 1000; // WeChat puts a time stamp where a chat paused for about five minutes.

function written(date, zone, options) {
  return new Intl.DateTimeFormat(locale(), { timeZone: zone, hour12: false, ...options }).format(date);
}

export const clock = (date) => written(date, BEIJING, { hour: "2-digit", minute: "2-digit" });

const day = (date) => written(date, BEIJING, { year: "numeric", month: "2-digit", day: "2-digit" });

/** "18:00" today, "3 Dec 18:00" before, with the year when it is another one; `now` is the sandbox's time. */
export function stamp(date, now) {
  const options = { hour: "2-digit", minute: "2-digit" };
  if (day(date) !== day(now)) Object.assign(options, { month: "short", day: "numeric" });
  if (day(date).slice(0, 4) !== day(now).slice(0, 4)) options.year = "numeric";
  return written(date, BEIJING, options);
}

export function bothZones(date) {
  const options = { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" };
  return say("both_zones", { beijing: written(date, BEIJING, options), paris: written(date, PARIS, options) });
}

export const paused = (before, after) => !before || after - before > QUIET_MS;
