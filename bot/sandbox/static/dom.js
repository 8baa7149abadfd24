// Builds elements from text only: nothing here reads HTML, so nothing that a bot says can become markup.
const SVG = "http://www.w3.org/2000/svg";

export const find = (id) => document.getElementById(id);

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export function icon(name, className) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("aria-hidden", "true");
  if (className) svg.setAttribute("class", className);
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `/static/icons.svg#${name}`);
  svg.append(use);
  return svg;
}

const OWN_PAGES = /^\/(?:media|s|static)\//;

/** The address without its host when the sandbox itself shows it: the page may be open under another name of the host. */
export function ownAddress(url) {
  const parsed = URL.canParse(url || "", location.href) ? new URL(url, location.href) : null;
  return parsed && OWN_PAGES.test(parsed.pathname) ? parsed.pathname + parsed.search : url;
}

/** Keeps the children whose key is unchanged at the front, so that a screen reader hears only what is new. */
export function reconcile(parent, entries) {
  const old = [...parent.children];
  let same = 0;
  while (same < old.length && same < entries.length && old[same].dataset.key === entries[same].key) same += 1;
  old.slice(same).forEach((child) => child.remove());
  for (const { key, build } of entries.slice(same)) {
    const child = build();
    child.dataset.key = key;
    parent.append(child);
  }
}
