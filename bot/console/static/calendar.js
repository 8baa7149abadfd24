// The calendar: month and week where there is room, drawn from the same rows as the list; dragging asks the server.
(() => {
  const place = document.getElementById("calendar");
  const listed = document.getElementById("listed");
  const told = document.getElementById("told");
  const read = (name) => JSON.parse(place.dataset[name]);
  const [stands, festivals, texts] = [read("stands"), read("festivals"), read("texts")];
  const narrow = matchMedia("(max-width: 767px)").matches;
  const view = place.dataset.view || (narrow ? "list" : "month");
  for (const link of document.querySelectorAll("[data-view]")) {
    if (link !== place) link.classList.toggle("active", link.dataset.view === view);
  }
  if (view === "list") return;

  function say(words, bad) {
    told.textContent = words.replace(/\s+/g, " ").trim();
    told.className = `alert alert-${bad ? "danger" : "info"}`;
    told.hidden = false;
  }

  function wall(moment) {
    const two = (number) => String(number).padStart(2, "0");
    const day = `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
    return `${day}T${two(moment.getHours())}:${two(moment.getMinutes())}`;
  }

  async function moved(info) {
    const body = new URLSearchParams({
      form_token: place.querySelector("[name=form_token]").value,
      at: wall(info.event.start),
      from: "calendar",
    });
    try {
      const path = `/console/announcements/${encodeURIComponent(info.event.id)}/move`;
      const answer = await fetch(path, { method: "POST", body });
      const html = new DOMParser().parseFromString(await answer.text(), "text/html");
      const words = (html.querySelector("main") || html.body).textContent;
      if (!answer.ok) info.revert();
      say(words, !answer.ok);
      if (answer.ok) calendar.refetchEvents();
    } catch {
      info.revert();
      say(texts.failed, true);
    }
  }

  function drawn(one) {
    const stands_as = [`stand`, `stand-${one.stand}`];
    if (one.stand === "holiday") {
      const title = `${festivals[one.title] || one.title} · ${stands.holiday}`;
      return { ...one, title, allDay: true, editable: false, classNames: stands_as };
    }
    // Drawn two hours long, because nobody could read a send of no length.
    const end = new Date(new Date(one.start).getTime() + 120 * 60000);
    return {
      id: one.id,
      title: one.title,
      start: one.start,
      end,
      classNames: stands_as,
      startEditable: place.dataset.move === "yes" && one.movable,
      durationEditable: false,
      extendedProps: { word: stands[one.stand], channels: one.channels },
    };
  }

  function content(info) {
    const { word, channels } = info.event.extendedProps;
    if (!word) return info.event.title;
    const node = document.createElement("a");
    node.href = `/console/announcements/${encodeURIComponent(info.event.id)}`;
    node.draggable = false; // a link would be dragged by the browser itself
    node.className = "text-reset text-decoration-none d-block";
    const state = document.createElement("span");
    state.className = "stand-word";
    state.textContent = word;
    node.append(`${wall(info.event.start).slice(11)} · `, state, document.createElement("br"), info.event.title);
    node.title = channels.join(", ");
    return { domNodes: [node] };
  }

  place.hidden = false;
  listed.hidden = true;
  const how = document.getElementById("how");
  if (how) how.hidden = false;
  const calendar = EventCalendar.create(place, {
    view: view === "week" ? "timeGridWeek" : "dayGridMonth",
    date: place.dataset.date,
    locale: { zh: "zh-CN", fr: "fr-FR", en: "en-GB" }[place.dataset.lang],
    firstDay: 1,
    headerToolbar: { start: "prev,today,next", center: "title", end: "" },
    buttonText: (text) => ({ ...text, today: texts.today, prev: texts.prev, next: texts.next }),
    eventSources: [
      {
        events: async (range) => {
          const span = new URLSearchParams({ start: wall(range.start).slice(0, 10), end: wall(range.end).slice(0, 10) });
          const answer = await fetch(`/console/calendar/events?${span}`);
          if (!answer.ok) throw new Error(String(answer.status));
          return (await answer.json()).map(drawn);
        },
      },
    ],
    eventContent: content,
    eventDrop: moved,
    allDayContent: texts.whole,
    slotLabelFormat: { hour: "2-digit", minute: "2-digit", hour12: false },
    scrollTime: "08:00:00",
    height: view === "week" ? "44rem" : undefined,
    dateClick: (info) => {
      if (place.dataset.move !== "yes") return;
      const at = info.allDay ? `${wall(info.date).slice(0, 10)}T12:00` : wall(info.date);
      location.href = `/console/announcements-new?at=${encodeURIComponent(at)}`;
    },
  });
})();
