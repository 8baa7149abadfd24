// What pages do by themselves; without it every form still works.
document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-theme-switch]")) return;
  const next = document.documentElement.dataset.bsTheme === "dark" ? "light" : "dark";
  document.documentElement.dataset.bsTheme = next;
  localStorage.setItem("theme", next);
});
document.addEventListener("submit", (event) => {
  const question = event.submitter?.dataset.confirm || event.target.dataset.confirm;
  // Whoever signs out leaves nothing in the tab.
  if (event.target.action.endsWith("/console/sign-out")) sessionStorage.clear();
  if (question && !window.confirm(question)) event.preventDefault();
  else delete event.target.dataset.changed;
});
// Unsaved words are not lost by a slip of the finger.
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-guard]");
  if (form) form.dataset.changed = "yes";
});
window.addEventListener("beforeunload", (event) => {
  if (document.querySelector("form[data-changed]")) event.preventDefault();
});
for (const field of document.querySelectorAll("[data-whole-address]")) {
  field.value = location.origin + field.value;
  field.addEventListener("focus", () => field.select());
}
