// A phone or tablet at which visitors scan themselves: larger words, no buttons but their own, and it comes back by itself.

import { printLabel } from "./label.js";

const STAYS = 8000; // ms a verdict stays for a visitor who has never seen it before

const isKiosk = (door) => door.configuration?.device.rights === "kiosk" && !door.supervisor;
let leaving;

/** Visitors tap nothing away: a look or a refusal goes by itself too. */
function goesByItself(door) {
  clearTimeout(leaving);
  leaving = setTimeout(() => door.clear(), STAYS);
}

export default {
  id: "kiosk",
  onSync: (door) => (document.body.dataset.kiosk = isKiosk(door) ? "yes" : "no"),
  guard: (door, what) => !isKiosk(door) || !["search", "undo", "anyway", "direction"].includes(what),
  onVerdict: (door, answer) => {
    if (!isKiosk(door)) return null;
    goesByItself(door);
    if (!answer.admitted || !answer.nonce || !door.online) return null;
    return { label: door.texts.page.print_label, run: () => printLabel(door, answer.nonce) };
  },
};
