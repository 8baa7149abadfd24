// The composer: the article in a frame of its own, pictures by drop, and what belongs to how often it goes out.
(() => {
  const form = document.getElementById("compose");
  document.documentElement.classList.add("scripted");
  let field = null; // where the cursor was last
  let count = 0;

  function showArticle() {
    const place = document.querySelector("[data-article]");
    if (!place) return;
    // A frame of its own each time, because a frame that is sent to another page would fill the browser's history.
    const frame = document.createElement("iframe");
    frame.name = `article-${(count += 1)}`;
    frame.title = place.textContent.trim();
    frame.setAttribute("sandbox", "allow-same-origin");
    place.replaceChildren(frame);
    const sender = document.createElement("form");
    sender.method = "post";
    sender.action = "/console/announcements-article";
    sender.target = frame.name;
    sender.hidden = true;
    for (const [name, value] of new FormData(form)) {
      if (typeof value !== "string") continue;
      const one = document.createElement("textarea");
      one.name = name;
      one.value = value;
      sender.append(one);
    }
    document.body.append(sender);
    sender.submit();
    sender.remove();
  }

  function showTimes() {
    const chosen = form.querySelector("[name=times]:checked");
    for (const part of form.querySelectorAll("[data-times]")) {
      part.hidden = !part.dataset.times.split(" ").includes(chosen ? chosen.value : "once");
    }
  }

  async function upload(input) {
    const data = new FormData();
    for (const name of ["form_token", "picture", "wechat.body", "zh.body", "en.body", "fr.body", "alt.zh", "alt.en", "alt.fr"]) {
      data.append(name, form.elements[name] ? form.elements[name].value : "");
    }
    for (const one of form.querySelectorAll("[name=album]")) data.append("album", one.value);
    for (const file of input.files) data.append(input.name, file);
    const album = document.getElementById("album");
    album.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch("/console/announcements-picture", { method: "POST", body: data });
      const html = await answer.text();
      if (answer.ok) {
        album.innerHTML = html;
        input.value = "";
      } else {
        const message = new DOMParser().parseFromString(html, "text/html").querySelector("main");
        const told = document.createElement("div");
        told.className = "alert alert-danger";
        told.setAttribute("role", "alert");
        told.textContent = message ? message.textContent.trim() : answer.statusText;
        album.prepend(told);
      }
    } finally {
      album.removeAttribute("aria-busy");
    }
    form.dataset.changed = "yes";
    htmx.trigger(document.body, "album");
  }

  form.addEventListener("focusin", (event) => {
    if (event.target.matches("textarea[name$='.body']")) field = event.target;
  });
  form.addEventListener("click", (event) => {
    const words = event.target.dataset.insert;
    if (!words) return;
    const into = field || form.elements[`${form.elements["wechat.lang"].value}.body`];
    into.setRangeText(`\n\n${words}\n\n`, into.selectionStart, into.selectionEnd, "end");
    into.focus();
    into.dispatchEvent(new Event("input", { bubbles: true }));
  });
  form.addEventListener("change", (event) => {
    if (event.target.type === "file" && event.target.files.length) upload(event.target);
    if (event.target.name === "times") showTimes();
  });
  for (const place of form.querySelectorAll("[data-drop]")) {
    for (const kind of ["dragenter", "dragover"]) {
      place.addEventListener(kind, (event) => {
        event.preventDefault();
        place.classList.add("over");
      });
    }
    place.addEventListener("dragleave", () => place.classList.remove("over"));
    place.addEventListener("drop", (event) => {
      event.preventDefault();
      place.classList.remove("over");
      const input = place.querySelector("input");
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.id === "live") showArticle();
  });
  showTimes();
  showArticle();
})();
