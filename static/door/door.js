// What extra actions (extras.js) may use of the scanner page, and how the page calls them.

import { extras } from "./extras.js";
import { supervises } from "./judge.js";

/**
 * The page as an extra action sees it:
 *
 *   texts.page, texts.words        words of the page and of the verdicts, in the reader's language (ticketing/door/texts.py)
 *   configuration                  what the server told of the event, its gates and this phone; null before pairing
 *   supervisor, online, direction  of this phone, now
 *   now()                          the fair's time in ms, whatever the phone's own clock says
 *   get(path), post(path, body)    ask the door's API; throws Problem (code, message) or Offline, see api.js
 *   scan(code, {anyway, answers})   judge a code or a typed number as if it had been read
 *   show(answer)                   show a verdict: {verdict, word, text, holder, reason, admitted}
 *   clear(), hint(text)            take the verdict away; a quiet line over the camera
 *   signal(name)                   sound and vibration of "admit", "look", "refuse", "read"
 *   sheet(title)                   open an empty sheet; returns its <dialog>, whose `.body` takes your elements
 *   allowed(what)                  ask the guards; a promise of true or false
 *   camera                         start(), stop(), running
 */
export class Door {
  constructor(page) {
    Object.defineProperties(this, Object.getOwnPropertyDescriptors(page));
  }

  /** For good, or for the minutes that the supervisors' number gives. */
  get supervisor() {
    return supervises(this.configuration?.device, this.now());
  }

  sheet(title) {
    const dialog = document.body.appendChild(document.getElementById("empty-sheet").content.firstElementChild.cloneNode(true));
    dialog.querySelector("h2").textContent = title;
    dialog.setAttribute("aria-label", title);
    dialog.body = dialog.querySelector("[data-part=body]");
    dialog.addEventListener("close", () => dialog.remove());
    dialog.showModal();
    return dialog;
  }

  /** Ask every guard in turn; the first that says no stops it. */
  async allowed(what) {
    for (const extra of extras) {
      if (extra.guard && !(await extra.guard(this, what))) return false;
    }
    return true;
  }

  /** Tell whether an extra action has kept this code for itself. */
  keeps = (text) => extras.some((extra) => extra.onCode?.(this, text));

  /** Return the buttons that extra actions want on a verdict. */
  buttonsFor = (answer) => extras.map((extra) => extra.onVerdict?.(this, answer)).filter(Boolean);

  synced = () => extras.forEach((extra) => extra.onSync?.(this));

  /** Draw the buttons of the extra actions that are offered now. */
  drawMenu(place) {
    const offered = extras.filter((extra) => extra.open && extra.label && (extra.offered?.(this) ?? true));
    place.replaceChildren(
      ...offered.map((extra) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "action";
        button.id = `extra-${extra.id}`;
        button.textContent = extra.label(this);
        button.addEventListener("click", () => {
          button.closest("dialog").close();
          extra.open(this);
        });
        return button;
      }),
    );
  }
}
