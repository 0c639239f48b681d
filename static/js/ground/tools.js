// What can be done with the picked things, and new ones.

import { around, at, bounds, round } from "./shape.js";

const NEW = {
  zone: { width: 12, depth: 8 }, lane: { width: 20, depth: 3.5 }, board: { limit_kw: 22 }, tap: {}, entrance: {}, amenity: {}, stall: {},
};
const natural = new Intl.Collator(undefined, { numeric: true }).compare;

export class Tools {
  constructor(editor) {
    this.editor = editor;
  }

  get ground() { return this.editor.ground; }

  things(kind = "") {
    const all = [...this.editor.picked].map((key) => [key, this.ground.things.get(key)]);
    return kind ? all.filter(([, thing]) => thing.kind === kind) : all;
  }

  movable() {
    return this.things().filter(([, thing]) => !thing.is_fixed);
  }

  set(values, mark = "") {
    this.editor.do(this.ground.setting(this.editor.picked, values), mark);
  }

  move(dx, dy) {
    const keys = this.movable().map(([key]) => key);
    this.editor.do(this.ground.setting(keys, (thing) => ({ x: round(thing.x + dx), y: round(thing.y + dy) })), "move");
  }

  /** Turn the picked as one, about their common middle. */
  turn(degrees) {
    const all = this.movable().filter(([, thing]) => thing.rotation !== undefined);
    if (!all.length) return;
    const box = around(all.map(([, thing]) => thing));
    const middle = { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2, rotation: degrees };
    this.editor.do(this.ground.setting(all.map(([key]) => key), (thing) => {
      const spot = at(middle, thing.x - middle.x, thing.y - middle.y);
      return { x: round(spot.x), y: round(spot.y), rotation: (thing.rotation + degrees + 360) % 360 };
    }), "turn");
  }

  toggle(name) {
    const all = this.things("stall");
    const on = !all.every(([, thing]) => thing[name]);
    this.editor.do(this.ground.setting(all.map(([key]) => key), { [name]: on }));
  }

  align(side) {
    const all = this.movable();
    if (all.length < 2) return;
    const box = around(all.map(([, thing]) => thing));
    const middle = { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 };
    this.editor.do(this.ground.setting(all.map(([key]) => key), (thing) => {
      const b = bounds(thing);
      if (side === "middle") return { y: round(middle.y) };
      if (side === "centre") return { x: round(middle.x) };
      const across = side === "left" || side === "right";
      return across ? { x: round(thing.x + box[side] - b[side]) } : { y: round(thing.y + box[side] - b[side]) };
    }));
  }

  /** Push the picked stalls together along their longer way, so that they touch. */
  close() {
    const all = this.movable();
    if (all.length < 2) return;
    const box = around(all.map(([, thing]) => thing));
    const across = box.right - box.left >= box.bottom - box.top;
    const [from, to, axis] = across ? ["left", "right", "x"] : ["top", "bottom", "y"];
    const sorted = all.map(([key, thing]) => ({ key, thing, b: bounds(thing) })).sort((a, b) => a.b[from] - b.b[from]);
    let edge = sorted[0].b[from];
    const places = new Map();
    for (const { key, thing, b } of sorted) {
      places.set(key, round(thing[axis] + edge - b[from]));
      edge += b[to] - b[from];
    }
    this.editor.do(this.ground.setting(places.keys(), (thing, key) => ({ [axis]: places.get(key) })));
  }

  free(kind, wanted) {
    const name = { zone: "code", stall: "number" }[kind] ?? "name";
    const used = new Set(this.ground.of(kind).map((thing) => thing[name]));
    if (wanted && !used.has(wanted)) return wanted;
    const [, stem, digits] = /^(.*?)(\d*)$/.exec(wanted);
    let number = Number(digits || 0) + 1;
    while (used.has(`${stem}${number}`)) number += 1;
    return `${stem}${number}`;
  }

  add(kind) {
    const { words, zoom } = this.editor;
    const spot = zoom.middle();
    const values = { ...NEW[kind], x: round(spot.x, 0.1), y: round(spot.y, 0.1) };
    if (kind === "zone") Object.assign(values, { code: this.free("zone", "Z1"), name_lv: words.new_zone });
    else if (kind === "lane") Object.assign(values, { name: "", use: "rescue" });
    else if (kind === "amenity") values.what = "toilet";
    else if (kind === "stall") values.number = this.free("stall", "1");
    else values.name = this.free(kind, kind === "board" ? "E1" : `${words[`new_${kind}`]} 1`);
    this.made([this.ground.making(kind, values)]);
  }

  /** A row of touching stalls from the dialog's values. */
  addRow({ row, first, count, width, depth, direction }) {
    const spot = this.editor.zoom.middle();
    const origin = { x: spot.x, y: spot.y, rotation: direction };
    const change = [];
    for (let place = 0; place < count; place += 1) {
      const where = at(origin, (place - (count - 1) / 2) * width, 0);
      const isEnd = count > 1 && (place === 0 || place === count - 1);
      const number = this.free("stall", `${row}${first + place}`);
      if (change.some((one) => one.after.number === number)) continue;
      change.push(this.ground.making("stall", {
        number, row, position: first + place, x: round(where.x), y: round(where.y), width, depth, rotation: direction, open_sides: isEnd ? 2 : 1,
      }));
    }
    this.made(change);
  }

  made(change) {
    this.editor.do(change);
    this.editor.pick(change.map((one) => one.key));
  }

  /** The same once more, beside: a row goes a gap behind itself, under the next free letter. */
  duplicate() {
    const all = this.things();
    if (!all.length) return;
    const box = around(all.map(([, thing]) => thing));
    const across = box.right - box.left >= box.bottom - box.top;
    const gap = all.length > 1 ? this.ground.limits.gap_min : 0;
    const [dx, dy] = across ? [0, box.bottom - box.top + gap] : [box.right - box.left + gap, 0];
    const rows = new Map();
    const taken = new Set(this.ground.of("stall").map((thing) => thing.row));
    const nextRow = (row) => {
      if (!row) return row;
      if (!rows.has(row)) {
        let name = row;
        do name = /^[A-Y]$/.test(name) ? String.fromCharCode(name.charCodeAt(0) + 1) : this.stepUp(name); while (taken.has(name));
        taken.add(name);
        rows.set(row, name);
      }
      return rows.get(row);
    };
    const change = [];
    const used = new Set();
    for (const [, { kind, id, ...values }] of all) {
      const copy = { ...values, x: round(values.x + dx), y: round(values.y + dy), is_fixed: false, held_for: "", held_until: "" };
      if (kind !== "stall") for (const name of ["is_fixed", "held_for", "held_until"]) delete copy[name];
      const name = { zone: "code", stall: "number", lane: "", amenity: "" }[kind] ?? "name";
      if (kind === "stall") copy.row = nextRow(values.row);
      if (name) {
        let wanted = kind === "stall" && copy.row && values.number.startsWith(values.row) ? copy.row + values.number.slice(values.row.length) : values[name];
        wanted = this.free(kind, wanted);
        while (used.has(wanted)) wanted = this.free(kind, this.stepUp(wanted));
        used.add(wanted);
        copy[name] = wanted;
      }
      change.push(this.ground.making(kind, copy));
    }
    this.made(change);
  }

  stepUp(name) {
    const [, stem, digits] = /^(.*?)(\d*)$/.exec(name);
    return `${stem}${Number(digits || 1) + 1}`;
  }

  /** Number the picked stalls along a direction: "A#" from `first` gives A1, A2 …; what stands before # becomes the row. */
  number({ pattern, first, direction }) {
    const all = this.things("stall");
    const sign = direction === "left" || direction === "up" ? -1 : 1;
    const axis = direction === "left" || direction === "right" ? "x" : "y";
    const other = axis === "x" ? "y" : "x";
    const sorted = all.sort(([, a], [, b]) => sign * (a[axis] - b[axis]) || a[other] - b[other] || natural(a.number, b.number));
    const places = new Map(sorted.map(([key], place) => [key, first + place]));
    const row = pattern.split("#")[0].trim();
    this.editor.do(this.ground.setting(places.keys(), (thing, key) => ({
      number: pattern.includes("#") ? pattern.replace("#", places.get(key)) : `${pattern}${places.get(key)}`, row, position: places.get(key),
    })));
  }

  remove() {
    const count = this.editor.picked.size;
    if (!count) return;
    const change = this.ground.removing(this.editor.picked);
    this.editor.pick([]);
    this.editor.do(change);
    this.editor.say(this.editor.words.deleted.replace("{n}", count));
  }

  all() {
    this.editor.pick([...this.ground.things].filter(([, thing]) => thing.kind === "stall").map(([key]) => key));
  }

  next(step) {
    const stalls = [...this.ground.things].filter(([, thing]) => thing.kind === "stall").sort(([, a], [, b]) => natural(a.number, b.number));
    if (!stalls.length) return;
    const here = stalls.findIndex(([key]) => this.editor.picked.has(key));
    const [key, thing] = stalls[(here + step + stalls.length) % stalls.length];
    this.editor.pick([key]);
    this.editor.zoom.show(thing.x, thing.y);
  }
}
