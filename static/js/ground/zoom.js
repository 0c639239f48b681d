// How large the plan is shown, and what part of it: the view scrolls, the drawing grows.

import { UNIT } from "./view.js";

export class Zoom {
  constructor(view, svg) {
    Object.assign(this, { view, svg });
    [, , this.width, this.height] = svg.getAttribute("viewBox").split(" ").map(Number);
    svg.style.height = "auto";
    this.fit();
    view.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const box = view.getBoundingClientRect();
      this.to(this.size * Math.exp(-event.deltaY / 300), event.clientX - box.left, event.clientY - box.top);
    }, { passive: false });
  }

  get size() {
    return this.svg.getBoundingClientRect().width;
  }

  to(wanted, x = this.view.clientWidth / 2, y = this.view.clientHeight / 2) {
    const now = this.size || 1;
    const next = Math.max(Math.min(this.view.clientWidth, (this.view.clientHeight * this.width) / this.height), Math.min(wanted, this.width * 8));
    const [left, top] = [(this.view.scrollLeft + x) / now, (this.view.scrollTop + y) / now];
    this.svg.style.width = `${next}px`;
    this.view.scrollLeft = left * next - x;
    this.view.scrollTop = top * next - y;
  }

  fit() {
    this.to(0);
  }

  by(times) {
    this.to(this.size * times);
  }

  /** Pixels for one metre. */
  get scale() {
    return (this.size / this.width) * UNIT;
  }

  /** Where a point of the screen lies on the plan, in metres; the matrix is asked for once at the start of a drag. */
  reader() {
    const matrix = this.svg.getScreenCTM().inverse();
    return (x, y) => ({ x: (matrix.a * x + matrix.c * y + matrix.e) / UNIT, y: (matrix.b * x + matrix.d * y + matrix.f) / UNIT });
  }

  middle() {
    const box = this.view.getBoundingClientRect();
    return this.reader()(box.left + box.width / 2, box.top + box.height / 2);
  }

  show(x, y) {
    if (this.scale < 12) this.to(this.width * 1.6);
    const matrix = this.svg.getScreenCTM();
    const box = this.view.getBoundingClientRect();
    this.view.scrollLeft += matrix.a * x * UNIT + matrix.e - box.left - box.width / 2;
    this.view.scrollTop += matrix.d * y * UNIT + matrix.f - box.top - box.height / 2;
  }
}
