// The chat's log: the sandbox's rows, and the bubbles that only this page knows because they are under way.
import { icon, make, reconcile } from "./dom.js";
import { bubbleRow } from "./bubbles.js";
import { bothZones, paused, stamp } from "./times.js";
import { locale, say } from "./i18n.js";

export class Chat {
  constructor(log, { onTap, now }) {
    this.log = log;
    this.onTap = onTap;
    this.now = now;
    this.leave();
    // The foot grows while a person types; the newest line must stay in sight.
    new ResizeObserver(() => this.#toEnd()).observe(log);
  }

  /** Forgets everything shown: another follower, or a fresh world. */
  leave() {
    this.rows = [];
    this.own = [];
    this.count = 0;
  }

  show(rows) {
    if (rows.length < this.rows.length) this.leave();
    this.rows = rows;
    this.own = this.own.filter((entry) => !this.#arrived(entry));
    this.draw();
  }

  /** Shows a bubble before the sandbox confirms it; the answer is passed to settle() or fail(). */
  begin(row) {
    this.count += 1;
    const entry = { row, failed: false, after: this.rows.length, number: this.count };
    this.own.push(entry);
    this.draw();
    return entry;
  }

  settle(entry) {
    this.own = this.own.filter((other) => other !== entry);
    this.draw();
  }

  fail(entry) {
    entry.failed = true;
    this.draw();
  }

  #arrived({ row, after }) {
    return this.rows.slice(after).some((other) => other.kind === "sent" && other.type === row.type && other.content === row.content);
  }

  draw() {
    const atEnd = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 80;
    const before = this.log.childElementCount;
    reconcile(this.log, this.#entries());
    if (atEnd || this.log.childElementCount > before) this.#toEnd();
  }

  #toEnd() {
    this.log.scrollTop = this.log.scrollHeight;
  }

  #entries() {
    const entries = [];
    this.rows.forEach((row, place) => {
      entries.push(...this.#ownAt(place), ...this.#stampBefore(place));
      entries.push({ key: `${locale()}|${place}|${row.kind}|${row.at}`, build: () => bubbleRow(row, this.onTap) });
    });
    entries.push(...this.#ownAt(this.rows.length));
    return entries;
  }

  #stampBefore(place) {
    const at = new Date(this.rows[place].at);
    if (!paused(place && new Date(this.rows[place - 1].at), at)) return [];
    const build = () => make("time", { class: "notice", datetime: at.toISOString(), title: bothZones(at) }, stamp(at, this.now()));
    return [{ key: `${locale()}|time|${at.getTime()}`, build }];
  }

  #ownAt(place) {
    return this.own.filter((entry) => entry.after === place).map((entry) => ({
      key: `${locale()}|own|${entry.number}|${entry.failed}`,
      build: () => this.#underWay(entry),
    }));
  }

  #underWay({ row, failed }) {
    const bubble = bubbleRow(row, this.onTap);
    bubble.classList.add(failed ? "failed" : "under-way");
    const mark = failed ? make("span", { class: "mark", role: "img", "aria-label": say("not_sent") }, "!") : icon("spinner", "mark");
    bubble.append(mark);
    return bubble;
  }
}
