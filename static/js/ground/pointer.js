// Mouse, pen and finger: pick, drag with snapping, a frame around several, and the plan itself with the space bar or middle button.
// A finger picks with a tap and drags what is picked; anywhere else it scrolls the plan, as on every page.

import { around, round } from "./shape.js";
import { linesOf, snap } from "./snap.js";

const SNAP_PX = 7;
const STILL_PX = 4;
const FINGER_PX = 12;

export class Pointer {
  constructor(editor) {
    this.editor = editor;
    const { svg } = editor.view;
    svg.addEventListener("pointerdown", (event) => this.down(event));
    svg.addEventListener("pointermove", (event) => this.moved(event));
    svg.addEventListener("pointerup", () => this.up());
    svg.addEventListener("pointercancel", () => this.cancel());
    svg.addEventListener("touchstart", (event) => { if (event.touches.length === 1 && this.isPicked(event.target)) event.preventDefault(); }, { passive: false });
  }

  isPicked(target) {
    return this.editor.picked.has(target.closest("[data-key]")?.dataset.key);
  }

  down(event) {
    if (event.button === 2) return;
    const { editor } = this;
    const isFinger = event.pointerType === "touch";
    if (isFinger && !event.isPrimary) { this.cancel(); return; } // two fingers zoom
    if (isFinger) this.tap = { key: event.target.closest("[data-key]")?.dataset.key, px: [event.clientX, event.clientY] };
    if (isFinger && !this.isPicked(event.target)) return;
    editor.zoom.view.focus({ preventScroll: true });
    const read = editor.zoom.reader();
    const from = read(event.clientX, event.clientY);
    const start = { event, read, from, px: [event.clientX, event.clientY] };
    if (event.button === 1 || editor.isPanning) {
      event.preventDefault();
      this.act = { ...start, what: "pan", scroll: [editor.zoom.view.scrollLeft, editor.zoom.view.scrollTop] };
    } else {
      const key = event.target.closest("[data-key]")?.dataset.key;
      if (key) this.grasp(key, event, start);
      else this.act = { ...start, what: "frame", kept: event.shiftKey ? [...editor.picked] : [] };
    }
    if (this.act) editor.view.svg.setPointerCapture(event.pointerId);
  }

  grasp(key, event, start) {
    const { editor } = this;
    if (event.shiftKey || event.ctrlKey || event.metaKey) {
      editor.pick(editor.picked.has(key) ? [...editor.picked].filter((one) => one !== key) : [...editor.picked, key]);
      return;
    }
    if (!editor.picked.has(key)) editor.pick([key]);
    const moving = [...editor.picked].filter((one) => !editor.ground.things.get(one).is_fixed);
    if (!moving.length) { editor.say(editor.words.fixed.replace("{names}", editor.namesOf(editor.picked))); return; }
    const set = new Set(moving);
    const rest = [...editor.ground.things].filter(([one, thing]) => !set.has(one) && thing.kind !== "zone").map(([, thing]) => thing);
    const things = moving.map((one) => [one, editor.ground.things.get(one)]);
    this.act = { ...start, what: "drag", things, lines: linesOf(rest), box: around(things.map(([, thing]) => thing)), dx: 0, dy: 0 };
  }

  moved(event) {
    if (this.tap && Math.hypot(event.clientX - this.tap.px[0], event.clientY - this.tap.px[1]) > FINGER_PX) this.tap = null;
    if (!this.act) return;
    this.last = { x: event.clientX, y: event.clientY, free: event.altKey };
    this.frame ??= requestAnimationFrame(() => { this.frame = null; this.follow(); });
  }

  follow() {
    const { act, editor, last } = this;
    if (!act) return;
    const [px, py] = [last.x - act.px[0], last.y - act.px[1]];
    if (!act.begun && Math.hypot(px, py) < STILL_PX) return;
    if (!act.begun && act.what === "drag") editor.view.lift(act.things.map(([key]) => key));
    act.begun = true;
    if (act.what === "pan") {
      editor.zoom.view.scrollLeft = act.scroll[0] - px;
      editor.zoom.view.scrollTop = act.scroll[1] - py;
      return;
    }
    const to = act.read(last.x, last.y);
    if (act.what === "frame") {
      act.area = { left: Math.min(act.from.x, to.x), right: Math.max(act.from.x, to.x), top: Math.min(act.from.y, to.y), bottom: Math.max(act.from.y, to.y) };
      editor.view.showFrame(act.area);
      return;
    }
    const [dx, dy] = [to.x - act.from.x, to.y - act.from.y];
    const found = last.free ? { dx: round(dx), dy: round(dy), x: null, y: null } : snap(act.lines, act.box, dx, dy, SNAP_PX / editor.zoom.scale);
    Object.assign(act, { dx: found.dx, dy: found.dy });
    for (const [key, thing] of act.things) editor.view.place(key, thing.x + act.dx, thing.y + act.dy);
    editor.view.guide(found.x, found.y);
  }

  up() {
    if (this.frame) { cancelAnimationFrame(this.frame); this.frame = null; this.follow(); }
    const { act, editor, tap } = this;
    this.act = this.tap = null;
    if (tap && !act?.begun) { this.tapped(tap.key); return; }
    if (!act) return;
    editor.view.showFrame(null);
    editor.view.guide(null, null);
    if (act.what === "frame") {
      editor.pick(act.begun ? [...new Set([...act.kept, ...editor.view.within(act.area)])] : []);
    } else if (act.what === "drag" && act.begun) {
      const change = editor.ground.setting(act.things.map(([key]) => key), (thing) => ({ x: round(thing.x + act.dx), y: round(thing.y + act.dy) }));
      editor.do(change);
    }
  }

  /** A tap picks one more thing, or lets go of it; beside everything it lets go of all. */
  tapped(key) {
    const { picked } = this.editor;
    if (!key) this.editor.pick([]);
    else this.editor.pick(picked.has(key) ? [...picked].filter((one) => one !== key) : [...picked, key]);
  }

  cancel() {
    const { act, editor } = this;
    this.act = this.tap = null;
    if (act?.what === "drag") editor.view.draw(act.things.map(([key]) => key));
    editor.view.showFrame(null);
    editor.view.guide(null, null);
  }
}
