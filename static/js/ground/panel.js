// The picked things' values beside the plan: one field for each, set for all of them at once.

import { nameOf } from "./model.js";

const REFERENCES = { zone: ["zone", "code", "name_lv"], board: ["board", "name", "name"] };
const DAY = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;

export class Panel {
  constructor(editor, place, settings) {
    Object.assign(this, { editor, place, labels: settings.labels, choices: settings.choices, defaults: settings.defaults });
    place.addEventListener("change", (event) => this.changed(event.target));
    editor.ground.onChange(() => this.later());
  }

  later() {
    this.frame ??= requestAnimationFrame(() => { this.frame = null; this.show(); });
  }

  show() {
    if (this.place.contains(document.activeElement) && this.shown === [...this.editor.picked].join()) return;
    const { editor } = this;
    const things = [...editor.picked].map((key) => editor.ground.things.get(key)).filter(Boolean);
    this.shown = [...editor.picked].join();
    const kinds = new Set(things.map((thing) => thing.kind));
    this.place.replaceChildren();
    const head = document.createElement("p");
    head.className = "small muted";
    head.textContent = things.length ? (things.length === 1 ? nameOf(things[0]) : editor.words.picked.replace("{n}", things.length)) : editor.words.nothing;
    this.place.append(head);
    if (kinds.size !== 1) return;
    const [kind] = kinds;
    for (const [name, label] of Object.entries(this.labels[kind])) {
      if (things.length > 1 && ["number", "code", "name", "x", "y"].includes(name)) continue;
      this.place.append(this.field(kind, name, label, things));
    }
  }

  field(kind, name, label, things) {
    const values = new Set(things.map((thing) => thing[name]));
    const value = values.size === 1 ? things[0][name] : undefined;
    const line = document.createElement("label");
    line.className = "ground-field";
    const word = document.createElement("span");
    word.textContent = label;
    const input = this.input(kind, name, value);
    input.dataset.name = name;
    if (input.type === "checkbox") line.append(input, word);
    else line.append(word, input);
    return line;
  }

  input(kind, name, value) {
    const { words } = this.editor;
    const standard = this.defaults[kind][name];
    if (name in this.choices) return this.select(Object.entries(this.choices[name]), value);
    if (kind === "stall" && name in REFERENCES) {
      const [what, key, text] = REFERENCES[name];
      return this.select([["", "–"], ...this.editor.ground.of(what).map((thing) => [thing[key], thing[text] || thing[key]])], value);
    }
    const input = document.createElement("input");
    if (typeof standard === "boolean") {
      input.type = "checkbox";
      input.checked = value === true;
      input.indeterminate = value === undefined;
      return input;
    }
    if (name === "held_until") {
      input.type = "datetime-local";
      input.value = DAY.test(value ?? "") ? localOf(value) : "";
      return input;
    }
    input.type = typeof standard === "number" || ["x", "y", "limit_kw"].includes(name) ? "number" : "text";
    if (input.type === "number") input.step = name === "position" || name === "open_sides" ? "1" : "any";
    input.value = value ?? "";
    if (value === undefined) input.placeholder = words.mixed;
    return input;
  }

  select(options, value) {
    const select = document.createElement("select");
    if (value === undefined) options = [[" ", this.editor.words.mixed], ...options];
    for (const [key, text] of options) select.append(new Option(text, key, false, key === (value ?? " ")));
    return select;
  }

  changed(input) {
    const { name } = input.dataset;
    if (!name || input.value === " ") return;
    let value = input.type === "checkbox" ? input.checked : input.value;
    if (input.type === "number") {
      if (input.value === "") return;
      value = Number(input.value);
    }
    if (name === "held_until" && value) value = new Date(value).toISOString();
    this.editor.tools.set({ [name]: value });
  }
}

const localOf = (moment) => {
  const at = new Date(moment);
  return new Date(at - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
};
