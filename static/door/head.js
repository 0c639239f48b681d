// The head of the page: event, gate, in or out, online or not, since when, and what is not sent yet.

const OLD = 15 * 60000; // ms without contact after which the line asks for attention

export class Head {
  constructor(page, { texts, words, clock }) {
    Object.assign(this, { page, texts, words, clock });
    this.part = (name) => page.querySelector(`#${name}`);
  }

  place({ device }, direction) {
    this.part("event").textContent = device.event_title;
    this.part("gate").textContent = `${device.gate_name} · ${device.name}`;
    this.part("direction-now").textContent = this.texts[direction];
  }

  counts({ admitted, sold }) {
    this.part("counts").textContent = this.words.fill("counts", { admitted, sold });
  }

  draw({ online, since, unsent }) {
    this.page.dataset.online = online ? "yes" : "no";
    const minutes = since === null ? null : Math.floor((Date.now() - since) / 60000);
    const now = online ? this.texts.synced : ""; // no network and "up to date" would contradict each other
    const contact = minutes === null ? this.texts.never_synced : minutes ? this.words.fill("synced_ago", { n: minutes }) : now;
    this.part("touch").textContent = [online ? this.texts.online_label : this.texts.offline_label, contact].filter(Boolean).join(" · ");
    this.page.dataset.old = since !== null && Date.now() - since > OLD ? "yes" : "no";
    this.part("unsent").textContent = this.words.fill("unsent", { n: unsent });
    this.part("unsent").hidden = !unsent;
    this.part("clock-warning").textContent = this.#clockWarning();
    this.part("clock-warning").hidden = !this.#clockWarning();
  }

  #clockWarning() {
    const { wrong, setBack } = this.clock;
    if (setBack) return this.texts.clock_back;
    if (!wrong) return "";
    const minutes = Math.round(Math.abs(wrong) / 60000);
    const [amount, unit] = minutes < 120 ? [minutes, "minute"] : [Math.round(minutes / 60), "hour"];
    const length = new Intl.NumberFormat(this.texts.locale, { style: "unit", unit }).format(amount);
    return this.words.fill(wrong > 0 ? "clock_fast" : "clock_slow", { length }).replace("..", "."); // "2 st." ends the sentence itself
  }
}
