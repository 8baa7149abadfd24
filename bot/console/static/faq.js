// The FAQ editor: values put in by a button, and words kept in this tab until they are saved.
const form = document.querySelector("form[data-keep]");
const key = form && `faq:${form.dataset.keep}`;
const beside = new Set(["form_token", "related_words", "do"]);

function written() {
  return [...new FormData(form)].filter(([name]) => !beside.has(name));
}
function field(name) {
  return form.elements.namedItem(name);
}
function keep(sent) {
  sessionStorage.setItem(key, JSON.stringify({ who: form.dataset.keepFor, fields: written(), sent }));
}
function restore(fields) {
  const given = new Map();
  for (const [name, value] of fields) given.set(name, [...(given.get(name) || []), value]);
  for (const box of form.querySelectorAll("input[type=checkbox]")) box.checked = (given.get(box.name) || []).includes(box.value);
  for (const [name, values] of given) {
    const one = field(name);
    if (one instanceof Element && one.type !== "checkbox") one.value = values[0];
  }
  // A related entry that was found and ticked is not on the page any more.
  const there = new Set([...form.querySelectorAll("[name=related]")].map((box) => box.value));
  for (const name of given.get("related") || []) {
    if (there.has(name)) continue;
    const hidden = document.createElement("input");
    Object.assign(hidden, { type: "hidden", name: "related", value: name });
    form.append(hidden);
  }
  form.dataset.changed = "yes";
  document.querySelector("#kept").classList.remove("d-none");
}
function begin() {
  const kept = JSON.parse(sessionStorage.getItem(key) || "null");
  if (!kept) return;
  const was = Object.fromEntries(kept.fields);
  const saved = kept.sent && (was.base !== field("base").value || was.version !== field("version").value);
  const same = JSON.stringify(kept.fields) === JSON.stringify(written());
  // A problem on the page means that the server gave the words back already.
  const given = document.querySelector("[role=alert]");
  if (saved || same || given || kept.who !== form.dataset.keepFor) sessionStorage.removeItem(key);
  else restore(kept.fields);
}
if (form && !form.inert) {
  begin();
  form.addEventListener("input", () => keep(false));
  form.addEventListener("change", () => keep(false));
  form.addEventListener("submit", () => keep(true));
}
document.addEventListener("click", (event) => {
  const insert = event.target.closest("[data-insert]");
  if (insert) {
    const into = document.getElementById(insert.dataset.into);
    into.setRangeText(insert.dataset.insert, into.selectionStart, into.selectionEnd, "end");
    into.focus();
    into.dispatchEvent(new Event("input", { bubbles: true }));
  }
  if (event.target.closest("[data-forget]")) {
    sessionStorage.removeItem(key);
    delete form.dataset.changed;
    location.reload();
  }
});
// Enter in the search for related entries looks for them; it does not send the entry.
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("[data-no-submit]")) event.preventDefault();
});
