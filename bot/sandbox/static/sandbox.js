// The sandbox's own HTTP controls, and its live events.

/** The sandbox did not answer (`status` 0), or refused with a sentence of its own (`message`). */
export class SandboxTrouble extends Error {
  constructor(status, message = "") {
    super(message);
    this.status = status;
  }
}

async function ask(path, options) {
  let response;
  try {
    response = await fetch(path, { cache: "no-store", ...options });
  } catch {
    throw new SandboxTrouble(0);
  }
  if (!response.ok) throw new SandboxTrouble(response.status, (await response.json()).error);
  return response.json();
}

export const followers = () => ask("/_sandbox/followers");
export const chatOf = (openid) => ask(`/_sandbox/followers/${encodeURIComponent(openid)}`);
export const menu = () => ask("/_sandbox/menu");
export const posts = () => ask("/_sandbox/posts");
export const state = () => ask("/_sandbox/state");

/** The answer of POST /_sandbox/messages: {msg_id, attempts}; it comes after the last try, up to 15 s later. */
export const send = (body) => ask("/_sandbox/messages", {
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(body),
});

/** Calls `on[kind](value)` per event, `on.open()` at each (re)connection and `on.lost()` when the stream breaks. */
export function listen(on) {
  const stream = new EventSource("/_sandbox/events");
  stream.addEventListener("open", on.open);
  stream.addEventListener("error", on.lost);
  for (const kind of ["post", "message", "follower", "menu", "state"]) {
    stream.addEventListener(kind, (event) => on[kind](JSON.parse(event.data)));
  }
}
