// An entry's answer goes into the reply where the cursor is; and WeChat's window counts down.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-insert]");
  const field = document.getElementById("text");
  if (!link || !field) return;
  event.preventDefault();
  field.setRangeText(link.dataset.insert, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
});
for (const place of document.querySelectorAll("[data-countdown]")) {
  const until = Date.parse(place.dataset.countdown);
  const left = place.querySelector("[data-left]");
  const tick = () => {
    const seconds = Math.max(0, Math.floor((until - Date.now()) / 1000));
    const part = (number) => String(number).padStart(2, "0");
    left.textContent = `${Math.floor(seconds / 3600)}:${part(Math.floor(seconds / 60) % 60)}:${part(seconds % 60)}`;
  };
  tick();
  setInterval(tick, 1000);
}
