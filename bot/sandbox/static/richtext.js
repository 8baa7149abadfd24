// Text as WeChat shows it: the two forms of <a> and bare addresses can be tapped, everything else is text.
import { make } from "./dom.js";

const ANCHOR = /<a\s[^<>]*?href\s*=\s*(["'])([^"'<>]*)\1[^<>]*>([^<]*)<\/a>/gi;
const ADDRESS = /https?:\/\/[^\s<>"'，。；：、！？（）【】《》「」]+/g;
const TAIL = /[.,;:!?)\]]+$/;
const MENU_LINK = /^weixin:\/\/bizmsgmenu\?/i;

/** The text's pieces in order: strings, {url, label} and {content, id, label}. */
export function pieces(text) {
  const found = [];
  let end = 0;
  for (const match of text.matchAll(ANCHOR)) {
    const piece = anchor(match[2].replaceAll("&amp;", "&"), match[3]);
    if (!piece) continue;
    found.push(...addresses(text.slice(end, match.index)), piece);
    end = match.index + match[0].length;
  }
  found.push(...addresses(text.slice(end)));
  return found;
}

function anchor(href, label) {
  if (/^https?:\/\//i.test(href)) return { url: href, label };
  if (!MENU_LINK.test(href)) return null;
  // Form decoding because the client uses URLDecoder: "+" is a space there; both fields must be filled.
  const query = new URLSearchParams(href.slice(href.indexOf("?") + 1));
  const content = query.get("msgmenucontent");
  const id = query.get("msgmenuid");
  return content && id ? { content, id, label } : null;
}

function addresses(text) {
  const found = [];
  let end = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const url = match[0].replace(TAIL, "");
    found.push(text.slice(end, match.index), { url, label: url });
    end = match.index + url.length;
  }
  found.push(text.slice(end));
  return found.filter((piece) => piece !== "");
}

export function outsideLink(url, className, ...children) {
  return make("a", { href: url, target: "_blank", rel: "noopener noreferrer", class: className }, ...children);
}

/** Nodes to append; `onTap({content, id})` is called when a menu link is tapped. */
export function richText(text, onTap) {
  return pieces(text).map((piece) => {
    if (typeof piece === "string") return piece;
    if (piece.url) return outsideLink(piece.url, "link", piece.label || piece.url);
    return make("button", { type: "button", class: "link", onclick: () => onTap(piece) }, piece.label || piece.content);
  });
}
