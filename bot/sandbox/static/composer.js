// The foot of the chat: keyboard or menu, the + panel, the starters. It only says what the person wants sent.
import { find, make } from "./dom.js";
import { closeMenus } from "./menu.js";
import { say } from "./i18n.js";

const STARTERS = ["9+9怎么申请", "do I need French?", "quelles bourses ?", "奖学金"];
const TALLEST_PX = 96; // About four lines, as on the phone; more scrolls.

// Plausible things to send: WeChat passes a media id or a place, never the file itself.
const SAMPLES = {
  image: { type: "image", media_id: "sandbox-picture-1" },
  voice: { type: "voice", media_id: "sandbox-voice-1" },
  location: { type: "location", x: 31.0252, y: 121.4338, scale: 16, label: "上海市闵行区东川路800号" },
};

/** Wires the foot; `onSend(message)` gets {"type", …} in the words of POST /_sandbox/messages. */
export function wireComposer(onSend) {
  const draft = find("draft");
  const sendDraft = () => {
    const content = draft.value.trim();
    if (!content) return;
    draft.value = "";
    fit(draft);
    onSend({ type: "text", content });
  };
  find("typing").addEventListener("submit", (event) => {
    event.preventDefault();
    sendDraft();
    draft.focus();
  });
  draft.addEventListener("input", () => fit(draft));
  draft.addEventListener("keydown", (event) => {
    // While an input method composes Chinese, Enter picks a candidate and must not send.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    sendDraft();
  });
  wireStarters(onSend);
  wireAttachments(onSend);
  wireToggle();
}

function fit(draft) {
  const empty = draft.value.trim() === "";
  find("send").hidden = empty;
  find("plus").hidden = !empty;
  draft.style.height = "auto";
  draft.style.height = `${Math.min(draft.scrollHeight, TALLEST_PX)}px`;
}

function wireStarters(onSend) {
  const starter = (content) => make("button", { type: "button", onclick: () => onSend({ type: "text", content }) }, content);
  find("starters").append(...STARTERS.map(starter));
}

function wireAttachments(onSend) {
  const panel = find("attachments");
  const plus = find("plus");
  const open = (wanted) => {
    panel.hidden = !wanted;
    plus.setAttribute("aria-expanded", String(wanted));
  };
  plus.addEventListener("click", () => open(panel.hidden));
  find("draft").addEventListener("focus", () => open(false));
  panel.querySelectorAll("button").forEach((button) => button.addEventListener("click", () => {
    open(false);
    plus.focus();
    onSend(SAMPLES[button.dataset.send]);
  }));
}

function wireToggle() {
  const bar = find("menu-bar");
  find("bar-toggle").addEventListener("click", () => showMenu(bar.hidden));
  document.addEventListener("click", (event) => {
    if (!bar.contains(event.target)) closeMenus(bar);
  });
  bar.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeMenus(bar)?.focus();
  });
}

/** Shows the account's menu instead of the keyboard, or the other way round. */
export function showMenu(wanted) {
  find("menu-bar").hidden = !wanted;
  find("typing").hidden = wanted;
  find("attachments").hidden = true;
  find("plus").setAttribute("aria-expanded", "false");
  closeMenus(find("menu-bar"));
  labelToggle();
}

/** Names the toggle after what it would do; called again when the language changes. */
export function labelToggle() {
  const menuShown = !find("menu-bar").hidden;
  const toggle = find("bar-toggle");
  toggle.setAttribute("aria-label", say(menuShown ? "to_keyboard" : "to_menu"));
  toggle.querySelector("use").setAttribute("href", `/static/icons.svg#${menuShown ? "keyboard" : "menu"}`);
}
