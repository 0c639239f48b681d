// The sheet in which a supervisor finds somebody by name or number: at the server, or without it among the names on the phone.

import { Offline } from "./api.js";
import { fold } from "./fold.js";
import { within } from "./store.js";
import { serialFrom, spoken } from "./t1.js";
import { unseal } from "./vault.js";

const WAIT = 250; // ms after the last letter
const AT_MOST = 20;

/** Return up to 20 {number, name} whose name holds all words, from what is sealed on the phone. */
async function findHere(text) {
  const serial = serialFrom(text);
  if (serial !== null) return [{ number: spoken(serial), name: "", state: "valid" }];
  const words = fold(text).split(" ");
  const found = [];
  const sealed = await within(["names"], "readonly", (store, keep) => keep(store("names").getAll()));
  for (const block of sealed) {
    for (const [one, [name]] of Object.entries((await unseal(block)) ?? {})) {
      const folded = name && fold(name);
      if (folded && words.every((word) => folded.includes(word))) found.push({ number: spoken(Number(one)), name, state: "valid" });
    }
    if (found.length >= AT_MOST) break;
  }
  return found.slice(0, AT_MOST);
}

export class Search {
  /** `onchoose(found)` gets the person the supervisor has tapped. */
  constructor(dialog, { api, texts, onchoose }) {
    this.dialog = dialog;
    this.api = api;
    this.texts = texts;
    this.onchoose = onchoose;
    this.input = dialog.querySelector("input");
    this.list = dialog.querySelector("ul");
    this.note = dialog.querySelector("[data-part=note]");
    this.input.addEventListener("input", () => this.#later());
    dialog.querySelector("form.search").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#find();
    });
  }

  open() {
    this.input.value = "";
    this.list.replaceChildren();
    this.note.textContent = this.texts.search_hint;
    this.dialog.showModal();
    this.input.focus();
  }

  #later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#find(), WAIT);
  }

  async #ask(words) {
    try {
      return { found: await this.api.search(words), note: "" };
    } catch (error) {
      if (!(error instanceof Offline)) return { found: [], note: error.message };
      return { found: await findHere(words), note: this.texts.search_here };
    }
  }

  async #find() {
    clearTimeout(this.timer);
    const words = this.input.value.trim();
    if (words.length < 2) return;
    const { found, note } = await this.#ask(words);
    if (words !== this.input.value.trim()) return; // an older answer that came late
    this.note.textContent = [note, found.length || note ? "" : this.texts.search_nothing].filter(Boolean).join(" ");
    this.list.replaceChildren(...found.map((one) => this.#line(one)));
  }

  #line(found) {
    const item = document.createElement("li");
    const button = item.appendChild(document.createElement("button"));
    const name = button.appendChild(document.createElement("b"));
    name.textContent = [found.name || found.number, found.name_other].filter(Boolean).join(" / ");
    const facts = button.appendChild(document.createElement("span"));
    facts.textContent = [found.product, found.variation, found.organisation, found.name && found.number, this.#state(found)].filter(Boolean).join(" · ");
    button.type = "button";
    button.addEventListener("click", () => {
      this.dialog.close();
      this.onchoose(found);
    });
    return item;
  }

  #state(found) {
    if (found.state !== "valid") return this.texts[`state_${found.state}`];
    if (!found.used_at) return "";
    const hour = new Date(found.used_at).toLocaleTimeString(this.texts.locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    return this.texts.search_inside.replace("%(hour)s", hour);
  }
}
