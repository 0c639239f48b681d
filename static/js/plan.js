// A plan that can be zoomed and walked by keyboard. Without this it scrolls, and every stall is a stop of the Tab key.

for (const figure of document.querySelectorAll("[data-plan]")) {
  const view = figure.querySelector("[data-plan-view]");
  const svg = view.querySelector("svg");
  const told = figure.querySelector("[data-plan-told]");
  const [, , width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
  const stalls = [...svg.querySelectorAll("[data-stall]")];

  figure.querySelector("[data-plan-tools]").hidden = false;
  svg.style.height = "auto";

  function zoom(to, x = view.clientWidth / 2, y = view.clientHeight / 2) {
    const now = svg.getBoundingClientRect().width;
    const least = Math.min(view.clientWidth, (view.clientHeight * width) / height);
    const next = Math.max(least, Math.min(to, width * 8));
    const [left, top] = [(view.scrollLeft + x) / now, (view.scrollTop + y) / now];
    svg.style.width = `${next}px`;
    view.scrollLeft = left * next - x;
    view.scrollTop = top * next - y;
  }
  const size = () => svg.getBoundingClientRect().width;
  figure.addEventListener("click", (event) => {
    const how = event.target.closest("[data-zoom]")?.dataset.zoom;
    if (how) zoom(how === "fit" ? 0 : size() * (how === "in" ? 1.4 : 1 / 1.4));
  });
  view.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    const box = view.getBoundingClientRect();
    zoom(size() * Math.exp(-event.deltaY / 300), event.clientX - box.left, event.clientY - box.top);
  }, { passive: false });

  // Two fingers: the distance between them is the zoom, one finger scrolls as everywhere.
  let pinch = null;
  const apart = (touches) => Math.hypot(touches[0].clientX - touches[1].clientX, touches[0].clientY - touches[1].clientY);
  view.addEventListener("touchstart", (event) => {
    if (event.touches.length === 2) pinch = { apart: apart(event.touches), size: size() };
  }, { passive: true });
  view.addEventListener("touchmove", (event) => {
    if (!pinch || event.touches.length !== 2) return;
    event.preventDefault();
    const box = view.getBoundingClientRect();
    const [a, b] = event.touches;
    zoom(pinch.size * (apart(event.touches) / pinch.apart), (a.clientX + b.clientX) / 2 - box.left, (a.clientY + b.clientY) / 2 - box.top);
  }, { passive: false });
  view.addEventListener("touchend", () => { pinch = null; });

  // One stop of the Tab key for all stalls; arrows go to the nearest one in that direction.
  function only(stall) {
    for (const other of stalls) other.setAttribute("tabindex", other === stall ? "0" : "-1");
  }
  if (stalls.length) only(stalls[0]);
  const middle = (stall) => {
    const box = stall.getBoundingClientRect();
    return [box.left + box.width / 2, box.top + box.height / 2];
  };
  const WAYS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
  svg.addEventListener("keydown", (event) => {
    const way = WAYS[event.key];
    const here = event.target.closest("[data-stall]");
    if (!way || !here) return;
    event.preventDefault();
    const [x, y] = middle(here);
    let best = null;
    let least = Infinity;
    for (const stall of stalls) {
      if (stall === here) continue;
      const [dx, dy] = middle(stall).map((v, k) => v - [x, y][k]);
      const along = dx * way[0] + dy * way[1];
      const aside = Math.abs(dx * way[1]) + Math.abs(dy * way[0]);
      if (along > 1 && along + 2 * aside < least) [best, least] = [stall, along + 2 * aside];
    }
    best?.focus();
  });
  function tell(event) {
    const stall = event.target.closest("[data-stall]");
    if (!stall) return;
    only(stall);
    told.textContent = stall.getAttribute("aria-label");
  }
  svg.addEventListener("focusin", tell);
  svg.addEventListener("click", tell);
}
