"use strict";
const SAID = {
  zh: { copied: "已复制", marked: "已选中，请长按后复制" },
  en: { copied: "Copied", marked: "Marked: press and hold, then copy" },
  fr: { copied: "Copié", marked: "Sélectionné : appuyez longtemps, puis copiez" },
};
const status = document.getElementById("status");
let fading = 0;

function speak(lang) {
  document.documentElement.lang = lang;
  for (const button of document.querySelectorAll("[data-to]")) {
    button.setAttribute("aria-pressed", String(button.dataset.to === lang));
  }
}

function mark(node) {
  const range = document.createRange();
  range.selectNodeContents(node);
  const selection = window.getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
}

// Not the clipboard interface of today, because phones forbid it to files that are opened from a chat or a folder.
function copyPlain(text) {
  const field = document.createElement("textarea");
  field.value = text;
  field.style.position = "fixed";
  field.style.opacity = "0";
  document.body.append(field);
  field.focus();
  field.setSelectionRange(0, text.length);
  const done = document.execCommand("copy");
  field.remove();
  return done;
}

function copyRich(node) {
  mark(node);
  return document.execCommand("copy");
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", () => {
    const node = document.getElementById(button.dataset.copy);
    let done = false;
    try {
      done = node.classList.contains("rich") ? copyRich(node) : copyPlain(node.textContent);
    } catch {
      done = false;
    }
    if (!done) mark(node);
    else button.focus();
    status.textContent = SAID[document.documentElement.lang][done ? "copied" : "marked"];
    clearTimeout(fading);
    fading = setTimeout(() => { status.textContent = ""; }, 4000);
  });
}

for (const link of document.querySelectorAll(".save")) {
  link.href = link.closest("figure").querySelector("img").src;
}

for (const button of document.querySelectorAll("[data-to]")) {
  button.addEventListener("click", () => speak(button.dataset.to));
}
const wished = (navigator.language || "zh").slice(0, 2).toLowerCase();
speak(wished in SAID ? wished : "zh");
