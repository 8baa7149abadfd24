// The account's own menu at the foot of the chat: up to three buttons, each a tap or a pop-up of up to five.
import { icon, make } from "./dom.js";
import { say } from "./i18n.js";

/** Draws `menu` ({button: […]} or null) into `bar`; `onChoose(entry)` is called with the entry tapped. */
export function drawMenu(bar, menu, onChoose) {
  const buttons = (menu && menu.button) || [];
  bar.replaceChildren(...buttons.map((entry, place) => top(bar, entry, place, onChoose)));
  if (!buttons.length) bar.append(make("p", { class: "no-menu" }, say("no_menu")));
}

function top(bar, entry, place, onChoose) {
  const children = entry.sub_button || [];
  if (!children.length) return make("div", { class: "menu-top" }, choice(bar, entry, onChoose));
  const list = make("ul", { id: `sub-menu-${place}`, hidden: true });
  list.append(...children.map((child) => make("li", {}, choice(bar, child, onChoose))));
  const opener = make(
    "button",
    { type: "button", "aria-expanded": "false", "aria-controls": list.id, onclick: () => toggle(bar, opener) },
    icon("lines"),
    entry.name,
  );
  return make("div", { class: "menu-top" }, opener, list);
}

function choice(bar, entry, onChoose) {
  const choose = () => {
    closeMenus(bar);
    onChoose(entry);
  };
  return make("button", { type: "button", onclick: choose }, entry.name);
}

function toggle(bar, opener) {
  const open = opener.getAttribute("aria-expanded") === "true";
  closeMenus(bar);
  if (open) return;
  opener.setAttribute("aria-expanded", "true");
  opener.nextElementSibling.hidden = false;
}

/** Closes the open pop-up, if any, and returns the button that opened it. */
export function closeMenus(bar) {
  const opener = bar.querySelector('[aria-expanded="true"]');
  bar.querySelectorAll("ul").forEach((list) => { list.hidden = true; });
  if (opener) opener.setAttribute("aria-expanded", "false");
  return opener;
}
