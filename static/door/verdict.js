// The whole-screen verdict: colour, word, icon, and a live region so that a screen reader speaks at once.

const BACK = 1600; // ms before an admission gives the camera back by itself; a look or a refusal stays until a tap or the next code

function put(screen, name, text) {
  const element = screen.querySelector(`[data-part="${name}"]`);
  element.textContent = text ?? "";
  element.hidden = !text;
}

/** The ticket's number stays on one line: it is read aloud and typed. */
function putFacts(screen, facts, number) {
  put(screen, "facts", [...facts, number].filter(Boolean).join(" · "));
  if (!number) return;
  const whole = document.createElement("span");
  whole.textContent = number;
  screen.querySelector('[data-part="facts"]').replaceChildren(facts.map((fact) => `${fact} · `).join(""), whole);
}

function actionButton({ label, run }) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "on-verdict";
  button.textContent = label;
  button.addEventListener("click", run);
  return button;
}

export class Screen {
  /** `screen` holds parts word, text, name, facts, attention, mark, actions; `polite` and `urgent` are live regions. */
  constructor(screen, { polite, urgent, texts }) {
    this.screen = screen;
    this.regions = { polite, urgent };
    this.texts = texts;
    this.rapid = true;
    screen.addEventListener("click", (event) => {
      if (!event.target.closest("button")) this.clear();
    });
  }

  get shown() {
    return this.screen.hidden ? null : this.screen.dataset.verdict;
  }

  /** Show an answer; `actions`: [{label, run}]. Returns whether it says another thing than what was on the screen. */
  show(answer, { actions = [], scan = "" } = {}) {
    const { screen } = this;
    const holder = answer.holder ?? {};
    const says = [scan, answer.verdict, answer.reason ?? answer.text].join(" ");
    const isNew = screen.hidden || screen.dataset.says !== says;
    screen.dataset.verdict = answer.verdict;
    screen.dataset.says = says;
    put(screen, "word", answer.word);
    put(screen, "text", answer.text);
    put(screen, "name", [holder.name, holder.name_other].filter(Boolean).join("\n"));
    putFacts(screen, [[holder.product, holder.variation].filter(Boolean).join(", "), holder.organisation, ...(holder.lines ?? [])].filter(Boolean), holder.number);
    put(screen, "answers", (holder.answers ?? []).map(([question, given]) => `${question} ${given}`).join("\n"));
    put(screen, "attention", holder.attention);
    put(screen, "mark", answer.unkept ? this.texts.unkept : answer.alone ? this.texts.alone : answer.corrected ? this.texts.corrected : "");
    screen.querySelector("[data-part=actions]").replaceChildren(...actions.map(actionButton));
    screen.hidden = false;
    if (isNew) this.#say(answer);
    clearTimeout(this.timer);
    if (this.rapid && answer.verdict === "admit" && !answer.corrected) this.timer = setTimeout(() => this.clear(), BACK);
    return isNew;
  }

  clear() {
    clearTimeout(this.timer);
    this.screen.hidden = true;
    this.regions.polite.textContent = this.regions.urgent.textContent = "";
  }

  #say(answer) {
    const words = [answer.word, answer.text, answer.holder?.attention, answer.holder?.name].filter(Boolean).map((one) => one.replace(/\.$/, "")).join(". ");
    this.regions.polite.textContent = answer.verdict === "admit" ? words : "";
    this.regions.urgent.textContent = answer.verdict === "admit" ? "" : words;
  }
}
