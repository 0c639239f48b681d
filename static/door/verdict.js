// The whole-screen verdict: colour, word, icon, and a live region so that a screen reader speaks at once.

const part = (screen, name) => screen.querySelector(`[data-part="${name}"]`);

function put(screen, name, text) {
  const element = part(screen, name);
  element.textContent = text ?? "";
  element.hidden = !text;
}

export class Screen {
  /** `screen` holds parts word, text, name, facts, attention, anyway; `polite` and `urgent` are live regions. */
  constructor(screen, { polite, urgent, onanyway }) {
    this.screen = screen;
    this.regions = { polite, urgent };
    this.onanyway = onanyway;
    screen.addEventListener("click", (event) => {
      if (event.target.closest("[data-part=anyway]")) onanyway();
      else this.clear();
    });
  }

  get shown() {
    return this.screen.hidden ? null : this.screen.dataset.verdict;
  }

  show(answer, { anyway = false } = {}) {
    const { screen } = this;
    const holder = answer.holder ?? {};
    screen.dataset.verdict = answer.verdict;
    put(screen, "word", answer.word);
    put(screen, "text", answer.text);
    put(screen, "name", holder.name);
    put(screen, "facts", [[holder.product, holder.variation].filter(Boolean).join(", "), ...(holder.lines ?? [])].filter(Boolean).join(" · "));
    put(screen, "attention", holder.attention);
    part(screen, "anyway").hidden = !anyway;
    screen.hidden = false;
    this.#say(answer);
  }

  clear() {
    this.screen.hidden = true;
    this.regions.polite.textContent = this.regions.urgent.textContent = "";
  }

  #say(answer) {
    const words = [answer.word, answer.text, answer.holder?.attention, answer.holder?.name].filter(Boolean).join(". ");
    this.regions.polite.textContent = answer.verdict === "admit" ? words : "";
    this.regions.urgent.textContent = answer.verdict === "admit" ? "" : words;
  }
}
