// Scanners that pretend to be keyboards: a burst of keys and Enter, whatever keyboard layout the computer has.

const SLOWEST = 120; // ms between two keys of one burst
const SHORTEST = 8;

function letter(event) {
  if (/^[0-9A-Za-z-]$/.test(event.key)) return event.key;
  const place = /^(?:Key|Digit)([A-Z0-9])$/.exec(event.code); // the key's place, where the layout is not a Latin one
  return place ? place[1] : event.key.length === 1 ? event.key : "";
}

/** Call `onread(text)` for each burst that ends with Enter. What is typed into a field is left alone. */
export function listen(onread) {
  let text = "";
  let last = 0;
  document.addEventListener("keydown", (event) => {
    if (event.target.closest?.("input, textarea, select") || event.ctrlKey || event.altKey || event.metaKey) return;
    const now = performance.now();
    if (now - last > SLOWEST) text = "";
    last = now;
    if (event.key === "Enter" || event.key === "Tab") {
      if (text.length >= SHORTEST) {
        event.preventDefault();
        onread(text);
      }
      text = "";
    } else {
      text += letter(event);
    }
  });
}
