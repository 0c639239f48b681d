// What the helper presses besides verdicts: camera, torch, zoom, the settings of this phone, files of unsent scans.

import { switchable } from "./settings.js";

const $ = (name) => document.getElementById(name);
const KEPT = 60000; // ms that a file's address stays good

/** A button that is on or off; `apply(on)` may refuse. */
function toggle(button, apply) {
  button.addEventListener("click", async () => {
    const on = button.getAttribute("aria-pressed") !== "true";
    await apply(on).catch(() => {});
    button.setAttribute("aria-pressed", on);
  });
}

export class Controls {
  /** `page`: camera, signals, screen, outbox, words, texts, hint(text, ms), sync(). */
  constructor(page) {
    Object.assign(this, page);
  }

  wire() {
    switchable($("sound"), "sound", (on, changed) => {
      this.signals.sound = on;
      if (on && changed) this.signals.give("read");
    });
    switchable($("vibration"), "vibration", (on) => (this.signals.vibration = on));
    switchable($("dark"), "dark", (on) => (document.documentElement.dataset.theme = on ? "dark" : "light"));
    switchable($("rapid"), "rapid", (on) => (this.screen.rapid = on));
    toggle($("torch"), (on) => this.camera.light(on));
    toggle($("zoom"), (on) => this.camera.zoom(on ? 2 : 1));
    $("cameras").addEventListener("change", ({ target }) => this.start(target.value));
    for (const name of ["start", "start-pairing"]) $(name).addEventListener("click", () => this.start());
    for (const name of ["save-file", "save-file-unpaired"]) $(name).addEventListener("click", () => this.#saveFile());
    $("take-file").addEventListener("change", (event) => this.#takeFile(event));
  }

  async start(id) {
    const { camera } = this;
    this.signals.unlock();
    try {
      await camera.start(id);
      this.stayAwake();
      $("torch").hidden = !camera.canLight;
      $("zoom").hidden = !camera.canZoom;
      const now = camera.track.getSettings().deviceId;
      const choices = await camera.choices();
      $("cameras").replaceChildren(...choices.map((one, n) => new Option(one.label || `${n + 1}`, one.deviceId, false, one.deviceId === now)));
    } catch {
      this.hint(navigator.mediaDevices ? this.texts.no_camera : this.texts.insecure, 10000);
    }
  }

  stayAwake = () => navigator.wakeLock?.request("screen").catch(() => {});

  async #saveFile() {
    const file = await this.outbox.file();
    if (!file) return this.hint(this.texts.nothing_unsent);
    const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(file), download: file.name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), KEPT);
    return undefined;
  }

  async #takeFile({ target }) {
    const [file] = target.files;
    const taken = file && (await this.outbox.takeIn(file));
    target.value = "";
    $("menu").close();
    this.hint(taken === null ? this.texts.not_a_file : this.words.fill("taken_in", { n: taken }));
    this.sync();
  }
}
