// The plan editor: reads the ground, puts its parts together, and is what they know each other by.

import { Checks } from "./checks.js";
import { History } from "./history.js";
import { listen } from "./keys.js";
import { Ground, nameOf } from "./model.js";
import { Panel } from "./panel.js";
import { Pointer } from "./pointer.js";
import { Saving } from "./saving.js";
import { Tools } from "./tools.js";
import { View } from "./view.js";
import { Zoom } from "./zoom.js";

const page = document.querySelector("[data-ground]");
const part = (name) => page.querySelector(`[data-${name}]`);
const settings = JSON.parse(document.getElementById("ground-settings").textContent);

class Editor {
  constructor(state) {
    this.words = settings.words;
    this.picked = new Set();
    this.isPanning = false;
    this.ground = new Ground(state, settings.defaults);
    this.view = new View(part("svg"), this.ground, settings);
    this.zoom = new Zoom(part("view"), part("svg"));
    this.history = new History(this.ground);
    this.tools = new Tools(this);
    this.pointer = new Pointer(this);
    this.panel = new Panel(this, part("panel"), settings);
    this.checks = new Checks(this, part("checks"));
    this.saving = new Saving(this, settings, part("state"));
    listen(this);
    this.wire();
    this.checks.show(state.checks);
    this.pick([]);
    this.goTo(location.hash);
  }

  do(change, mark = "") {
    this.history.push(change, mark);
  }

  undo() { if (this.history.undo()) this.after(this.words.undone); }

  redo() { if (this.history.redo()) this.after(this.words.redone); }

  after(words) {
    this.pick([...this.picked].filter((key) => this.ground.things.has(key)));
    this.say(words);
  }

  pick(keys) {
    this.picked = new Set(keys);
    this.view.pick(this.picked);
    this.panel.later();
    for (const button of page.querySelectorAll("[data-tool][data-needs]")) button.disabled = this.picked.size < Number(button.dataset.needs);
  }

  namesOf(keys) {
    return [...keys].map((key) => nameOf(this.ground.things.get(key))).slice(0, 8).join(", ");
  }

  say(text, isBad = false) {
    part("told").textContent = text;
    part("told").classList.toggle("is-bad", isBad);
  }

  count(open) { part("open").textContent = open; }

  ask(text, answer) {
    const place = part("ask");
    place.replaceChildren(text, " ");
    for (const [word, keepMine] of [["mine", true], ["theirs", false]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button";
      button.textContent = this.words[word];
      button.addEventListener("click", () => { place.hidden = true; answer(keepMine); });
      place.append(button, " ");
    }
    place.hidden = false;
    place.querySelector("button").focus();
  }

  wire() {
    const acts = {
      undo: () => this.undo(), redo: () => this.redo(), bigger: () => this.zoom.by(1.4), smaller: () => this.zoom.by(1 / 1.4), fit: () => this.zoom.fit(),
      duplicate: () => this.tools.duplicate(), remove: () => this.tools.remove(), turn: () => this.tools.turn(15), close: () => this.tools.close(),
      block: () => this.tools.toggle("is_blocked"), pin: () => this.tools.toggle("is_fixed"),
      add: (value) => this.tools.add(value), align: (value) => this.tools.align(value), open: (value) => page.querySelector(`#${value}`).showModal(),
    };
    page.addEventListener("click", (event) => {
      const button = event.target.closest("[data-tool]");
      if (!button) return;
      acts[button.dataset.tool](button.dataset.value);
      button.closest("details")?.removeAttribute("open");
    });
    const dialogs = { "row-dialog": "addRow", "number-dialog": "number" };
    for (const [id, act] of Object.entries(dialogs)) {
      const dialog = page.querySelector(`#${id}`);
      dialog.addEventListener("close", () => {
        if (dialog.returnValue !== "ok") return;
        const said = Object.fromEntries(new FormData(dialog.querySelector("form")));
        const numbers = ["first", "count", "width", "depth"].filter((name) => name in said);
        for (const name of numbers) said[name] = Number(said[name]);
        if (act === "addRow") said.direction = Number(said.direction);
        this.tools[act](said);
        part("view").focus();
      });
    }
  }

  /** An address that names a spot: #at=12.5,8&ids=3,4 */
  goTo(hash) {
    const said = new URLSearchParams(hash.slice(1));
    if (!said.has("at")) return;
    const [x, y] = said.get("at").split(",").map(Number);
    this.checks.go({ x, y, ids: (said.get("ids") ?? "").split(",").filter(Boolean).map(Number) });
  }
}

const answer = await fetch(settings.data);
globalThis.groundEditor = new Editor(await answer.json());
page.dataset.ready = "";
