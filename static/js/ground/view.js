// The ground as SVG: one group for each thing, drawn anew only when it changes. One unit is a decimetre.

import { bounds } from "./shape.js";

const NS = "http://www.w3.org/2000/svg";
export const UNIT = 10;
const LAYERS = ["zone", "lane", "stall", "board", "tap", "entrance", "amenity"];
const SPOTS = ["board", "tap", "entrance", "amenity"];

export function make(name, values = {}, inside = null) {
  const element = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(values)) element.setAttribute(key, value);
  inside?.append(element);
  return element;
}

export class View {
  constructor(svg, ground, { picture, choices, signs }) {
    Object.assign(this, { svg, ground, choices, signs });
    this.elements = new Map();
    this.picked = new Set();
    this.faulty = new Set();
    const { width, depth } = ground.size;
    svg.setAttribute("viewBox", `-20 -20 ${width * UNIT + 40} ${depth * UNIT + 40}`);
    make("rect", { class: "plan-ground", x: 0, y: 0, width: width * UNIT, height: depth * UNIT }, svg);
    if (picture && ground.picture) {
      const p = ground.picture;
      make("image", { href: picture, x: p.x * UNIT, y: p.y * UNIT, width: p.width * UNIT, height: p.depth * UNIT, preserveAspectRatio: "none", opacity: 0.6 }, svg);
    }
    make("path", { class: "ground-raster", d: raster(width, depth) }, svg);
    this.layers = Object.fromEntries(LAYERS.map((kind) => [kind, make("g", {}, svg)]));
    this.over = make("g", { class: "ground-over" }, svg);
    this.guides = make("path", { class: "ground-guides" }, this.over);
    this.frame = make("rect", { class: "ground-frame", visibility: "hidden" }, this.over);
    this.draw(null);
    ground.onChange((keys) => this.draw(keys));
  }

  draw(keys) {
    if (keys === null) for (const key of this.elements.keys()) if (!this.ground.things.has(key)) this.drop(key);
    for (const key of keys ?? this.ground.things.keys()) {
      const thing = this.ground.things.get(key);
      if (thing) this.drawOne(key, thing);
      else this.drop(key);
    }
  }

  drop(key) {
    this.elements.get(key)?.remove();
    this.elements.delete(key);
    this.picked.delete(key);
  }

  drawOne(key, thing) {
    let group = this.elements.get(key);
    if (!group) {
      group = make("g", { "data-key": key }, this.layers[thing.kind]);
      this.elements.set(key, group);
    }
    group.replaceChildren();
    group.setAttribute("class", this.classOf(key, thing));
    this.place(key, thing.x, thing.y);
    if (SPOTS.includes(thing.kind)) {
      const { path, letters } = this.signs[thing.what ?? thing.kind];
      make("circle", { r: 9, class: "ground-grip" }, group);
      make("path", { d: path, "fill-rule": "evenodd" }, group);
      if (letters) make("text", { class: "plan-letters", y: 2.6, "font-size": 7.5, "text-anchor": "middle" }, group).textContent = letters;
      make("text", { x: 9, y: 3, "font-size": 8 }, group).textContent = thing.name;
      return;
    }
    const [w, d] = [thing.width * UNIT, thing.depth * UNIT];
    make("rect", { x: -w / 2, y: -d / 2, width: w, height: d }, group);
    if (thing.kind === "stall") this.stall(group, thing, w, d);
    else {
      const text = make("text", { "font-size": 9, x: -w / 2 + 4, y: -d / 2 + 11 }, group);
      text.textContent = thing.kind === "zone" ? thing.name_lv || thing.code : thing.name || this.choices.use[thing.use];
    }
  }

  stall(group, thing, w, d) {
    if (thing.is_blocked) make("path", { class: "plan-pattern", d: `M${-w / 2} ${-d / 2}L${w / 2} ${d / 2}M${w / 2} ${-d / 2}L${-w / 2} ${d / 2}` }, group);
    let front = `M${-w / 2 + 1} ${d / 2 - 1}H${w / 2 - 1}`;
    if (thing.open_sides >= 2) front += `M${w / 2 - 1} ${d / 2 - 1}V${-d / 2 + 1}`;
    if (thing.open_sides >= 3) front += `M${-w / 2 + 1} ${d / 2 - 1}V${-d / 2 + 1}`;
    if (thing.open_sides >= 4) front += `M${-w / 2 + 1} ${-d / 2 + 1}H${w / 2 - 1}`;
    make("path", { class: "plan-front", d: front }, group);
    if (thing.is_fixed) make("circle", { class: "ground-pin", cx: -w / 2 + 4, cy: -d / 2 + 4, r: 2 }, group);
    const across = Math.round(thing.rotation / 90) % 2 ? d : w;
    const size = Math.max(4, Math.min(10, (1.7 * across) / Math.max(thing.number.length, 1)));
    const text = make("text", { "font-size": size, y: size * 0.36, "text-anchor": "middle", class: "plan-number" }, group);
    if (thing.rotation) text.setAttribute("transform", `rotate(${-thing.rotation})`);
    text.textContent = thing.number;
  }

  classOf(key, thing) {
    const names = [`plan-${SPOTS.includes(thing.kind) ? "spot" : thing.kind}`];
    if (thing.kind === "zone") names.push(`plan-zone-${thing.purpose}`);
    if (thing.kind === "lane") names.push(`plan-lane-${thing.use}`);
    if (SPOTS.includes(thing.kind)) names.push(`plan-${thing.kind}`);
    if (thing.is_blocked) names.push("is-blocked");
    else if (thing.held_for) names.push("is-held");
    if (this.picked.has(key)) names.push("is-picked");
    if (this.faulty.has(key)) names.push("is-faulty");
    return names.join(" ");
  }

  /** Put a thing somewhere without changing it: while it is dragged. */
  place(key, x, y) {
    const { rotation } = this.ground.things.get(key);
    this.elements.get(key).setAttribute("transform", `translate(${x * UNIT} ${y * UNIT})${rotation ? ` rotate(${rotation})` : ""}`);
  }

  /** Draw things above their like, so that one that is dragged is not hidden by the others. */
  lift(keys) {
    for (const key of keys) this.layers[this.ground.things.get(key).kind].append(this.elements.get(key));
  }

  pick(keys) {
    const changed = [...this.picked, ...keys];
    this.picked = new Set(keys);
    this.restyle(changed);
  }

  restyle(keys) {
    for (const key of keys) {
      const thing = this.ground.things.get(key);
      if (thing) this.elements.get(key).setAttribute("class", this.classOf(key, thing));
    }
  }

  showFaulty(keys) {
    const changed = [...this.faulty, ...keys];
    this.faulty = new Set(keys);
    this.restyle(changed);
  }

  guide(x, y) {
    const { width, depth } = this.ground.size;
    this.guides.setAttribute("d", (x === null ? "" : `M${x * UNIT} 0V${depth * UNIT}`) + (y === null ? "" : `M0 ${y * UNIT}H${width * UNIT}`));
  }

  showFrame(box) {
    this.frame.setAttribute("visibility", box ? "visible" : "hidden");
    if (!box) return;
    for (const [name, value] of Object.entries({ x: box.left, y: box.top, width: box.right - box.left, height: box.bottom - box.top })) {
      this.frame.setAttribute(name, value * UNIT);
    }
  }

  within(box) {
    return [...this.ground.things].filter(([, thing]) => {
      const b = bounds(thing);
      return b.left >= box.left && b.right <= box.right && b.top >= box.top && b.bottom <= box.bottom;
    }).map(([key]) => key);
  }
}

function raster(width, depth) {
  const lines = [];
  for (let x = 5; x < width; x += 5) lines.push(`M${x * UNIT} 0V${depth * UNIT}`);
  for (let y = 5; y < depth; y += 5) lines.push(`M0 ${y * UNIT}H${width * UNIT}`);
  return lines.join("");
}
