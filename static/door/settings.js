// What the helper may set on this phone: sound, vibration, dark, rapid, camera, language. Kept by the browser, not by the event.

/** Remember a checkbox; `apply(on)` is told now and at each change. */
export function switchable(box, name, apply, otherwise = true) {
  const kept = localStorage.getItem(name);
  box.checked = kept === null ? otherwise : kept === "on";
  apply(box.checked, false);
  box.addEventListener("change", () => {
    localStorage.setItem(name, box.checked ? "on" : "off");
    apply(box.checked, true);
  });
}

/** The page in another language is another page; returns true when it is being fetched. */
export function inChosenLanguage(select) {
  const chosen = localStorage.getItem("language");
  const now = document.documentElement.lang;
  const go = (language) => location.replace(`${location.pathname}?in=${language}${location.hash}`);
  select.value = now;
  select.addEventListener("change", () => {
    localStorage.setItem("language", select.value);
    go(select.value);
  });
  if (!chosen || chosen === now || location.search === `?in=${chosen}`) return false;
  go(chosen);
  return true;
}
