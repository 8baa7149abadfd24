// Draws the questions a day; the same figures stand in a table, so without this nothing is missing.
const canvas = document.querySelector("canvas[data-chart]");
if (canvas && window.Chart) {
  const data = JSON.parse(canvas.dataset.chart);
  const ink = getComputedStyle(document.body).color;
  const colours = { answered: "#198754", choices: "#0d6efd", handed_over: "#6f42c1", missed: "#fd7e14" };
  const names = { answered: "answered", choices: "choices", handed_over: "handedOver", missed: "missed" };
  const datasets = Object.keys(colours).map((name) => ({
    label: canvas.dataset[names[name]],
    data: data[name],
    backgroundColor: colours[name],
  }));
  const axis = { stacked: true, ticks: { color: ink } };
  new window.Chart(canvas, {
    type: "bar",
    data: { labels: data.days, datasets },
    options: {
      animation: false,
      maintainAspectRatio: false,
      plugins: { legend: { labels: { color: ink } } },
      scales: { x: axis, y: { ...axis, beginAtZero: true, ticks: { color: ink, precision: 0 } } },
    },
  });
}
const printer = document.querySelector("[data-print]");
if (printer) {
  printer.hidden = false;
  printer.addEventListener("click", () => window.print());
}
