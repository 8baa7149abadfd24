// The page's own language; what the bot says stays as it came.
import { WORDS } from "./words.js";

const LOCALES = { zh: "zh-CN", en: "en-GB", fr: "fr-FR" };
const KEY = "sandbox-language";
let language = "en";

export const locale = () => LOCALES[language];

/** The sentence for `key`, with {name} filled from `values`. */
export function say(key, values = {}) {
  return WORDS[language][key].replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

function remembered() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // A browser may forbid storage; the page then follows the browser's language.
  }
}

export function firstLanguage() {
  const wanted = [remembered(), ...(navigator.languages || [navigator.language])];
  return wanted.map((name) => (name || "").slice(0, 2).toLowerCase()).find((name) => name in WORDS) || "en";
}

export function setLanguage(name) {
  language = name;
  try {
    localStorage.setItem(KEY, name);
  } catch {
    // Forgotten at the next visit, nothing worse.
  }
  document.documentElement.lang = name === "zh" ? "zh-CN" : name;
  document.title = say("title");
  fill("[data-say]", "say", (element, text) => { element.textContent = text; });
  fill("[data-say-label]", "sayLabel", (element, text) => element.setAttribute("aria-label", text));
  fill("[data-say-placeholder]", "sayPlaceholder", (element, text) => { element.placeholder = text; });
}

function fill(selector, name, put) {
  document.querySelectorAll(selector).forEach((element) => put(element, say(element.dataset[name])));
}
