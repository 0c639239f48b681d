// Ranked wishes by tapping stalls: the plan fills plain selects, which stay the truth and work without it.
// The selects are those whose name begins with the figure's data-pick; their values are stall ids.

for (const figure of document.querySelectorAll("[data-plan][data-pick]")) {
  const told = figure.querySelector("[data-plan-told]");
  const stalls = new Map([...figure.querySelectorAll("[data-stall]")].map((stall) => [stall.dataset.stall, stall]));
  const selects = () => [...document.querySelectorAll(`select[name^="${CSS.escape(figure.dataset.pick)}"]`)];
  const before = new Map([...stalls.values()].map((stall) => [stall, stall.getAttribute("class")]));
  const SVG = "http://www.w3.org/2000/svg";

  function show() {
    figure.querySelectorAll(".plan-rank").forEach((rank) => rank.remove());
    for (const [stall, name] of before) {
      stall.setAttribute("class", name);
      stall.setAttribute("aria-pressed", "false");
    }
    selects().forEach((select, place) => {
      const stall = stalls.get(select.value);
      if (!stall) return;
      stall.setAttribute("class", "plan-stall is-wished");
      stall.setAttribute("aria-pressed", "true");
      const rect = stall.querySelector("rect");
      const rank = document.createElementNS(SVG, "text");
      rank.setAttribute("class", "plan-rank");
      rank.setAttribute("x", Number(rect.getAttribute("x")) + 2);
      rank.setAttribute("y", Number(rect.getAttribute("y")) + 8);
      rank.setAttribute("font-size", "8");
      rank.textContent = `${place + 1}.`;
      stall.append(rank);
    });
  }
  function pick(stall) {
    const all = selects();
    const id = stall.dataset.stall;
    const taken = all.findIndex((select) => select.value === id);
    if (taken >= 0) { // taking one off moves the later ones up
      const rest = all.map((select) => select.value).filter((value, place) => place !== taken && stalls.has(value));
      all.forEach((select, place) => { if (stalls.has(select.value) || select.value === "") select.value = rest[place] ?? ""; });
      told.textContent = figure.dataset.clear;
    } else {
      const free = all.find((select) => select.value === "" && [...select.options].some((option) => option.value === id));
      if (free) free.value = id;
      told.textContent = free ? `${figure.dataset.nth} ${all.indexOf(free) + 1}: ${stall.getAttribute("aria-label")}` : figure.dataset.full;
    }
    all.forEach((select) => select.dispatchEvent(new Event("change", { bubbles: true })));
    show();
  }
  figure.addEventListener("click", (event) => {
    const stall = event.target.closest("[data-stall]");
    if (stall) pick(stall);
  });
  figure.addEventListener("keydown", (event) => {
    const stall = event.target.closest("[data-stall]");
    if (!stall || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    pick(stall);
  });
  document.addEventListener("change", (event) => {
    if (event.isTrusted && selects().includes(event.target)) show();
  });
  show();
}
