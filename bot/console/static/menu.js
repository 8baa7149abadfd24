// How much of a name's room is used, as WeChat counts it: in bytes.
const bytes = (text) => new TextEncoder().encode(text).length;
for (const field of document.querySelectorAll("[data-bytes]")) {
  const told = document.querySelector(`[data-bytes-of="${field.id}"]`);
  const tell = () => {
    const used = bytes(field.value);
    told.textContent = used ? `${used} / ${field.dataset.bytes}` : "";
    told.classList.toggle("text-danger", used > Number(field.dataset.bytes));
  };
  field.addEventListener("input", tell);
  tell();
}
