// "Held until 14:32" becomes a running clock. The server's own time is the measure,
// so a phone with a wrong clock still counts right.

for (const box of document.querySelectorAll("[data-until]")) {
  const until = Date.parse(box.dataset.until);
  const skew = box.dataset.now ? Date.parse(box.dataset.now) - Date.now() : 0;
  const left = box.querySelector("[data-left]");
  const say = box.querySelector("[data-say]");
  const told = new Set();
  const seconds = () => Math.max(0, Math.round((until - Date.now() - skew) / 1000));
  const start = seconds();

  const tell = (name) => {
    if (told.has(name)) return;
    told.add(name);
    if (say) say.textContent = box.dataset[name] || "";
  };
  const tick = () => {
    const s = seconds();
    left.hidden = s > 3600;  // of days, the words beside it tell more
    left.textContent = `${Math.floor(s / 60)}:${String(s % 60).padStart(2, "0")}`;
    if (s === 0) {
      tell("sayOver");
      box.classList.add("over");
      clearInterval(timer);
    } else if (s <= 60) {
      if (start > 60) tell("sayOne");
    } else if (s <= 300 && start > 300) tell("sayFive");
  };
  const timer = setInterval(tick, 1000);
  tick();
}
