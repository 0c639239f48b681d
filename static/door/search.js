// The sheet in which a supervisor finds somebody by name or number.

const WAIT = 250; // ms after the last letter

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

  async #find() {
    clearTimeout(this.timer);
    const words = this.input.value.trim();
    if (words.length < 2) return;
    try {
      const found = await this.api.search(words);
      if (words !== this.input.value.trim()) return; // an older answer that came late
      this.note.textContent = found.length ? "" : this.texts.search_nothing;
      this.list.replaceChildren(...found.map((one) => this.#line(one)));
    } catch (error) {
      this.note.textContent = error.code ? error.message : this.texts.search_offline;
    }
  }

  #line(found) {
    const item = document.createElement("li");
    const button = item.appendChild(document.createElement("button"));
    const name = button.appendChild(document.createElement("b"));
    name.textContent = [found.name || found.number, found.name_other].filter(Boolean).join(" / ");
    const facts = button.appendChild(document.createElement("span"));
    facts.textContent = [found.product, found.variation, found.organisation, this.#state(found)].filter(Boolean).join(" · ");
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
