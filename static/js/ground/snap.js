// Where a moved box wants to lie: its edges on those of others, else on the raster.

import { bounds, round } from "./shape.js";

/** The lines of all things that stay, sorted, so that a drag looks them up without walking a thousand stalls. */
export function linesOf(things) {
  const [xs, ys] = [[], []];
  for (const thing of things) {
    const b = bounds(thing);
    xs.push(b.left, b.right);
    ys.push(b.top, b.bottom);
  }
  const sorted = (values) => Float64Array.from(new Set(values.map((v) => round(v)))).sort();
  return { xs: sorted(xs), ys: sorted(ys) };
}

function nearest(lines, value) {
  let [low, high] = [0, lines.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (lines[middle] < value) low = middle + 1;
    else high = middle;
  }
  const [a, b] = [lines[low - 1], lines[low]];
  return a === undefined || (b !== undefined && b - value < value - a) ? b : a;
}

function along(lines, edges, by, within, step) {
  let best = null;
  for (const edge of edges) {
    const line = nearest(lines, edge + by);
    if (line === undefined) continue;
    const off = line - (edge + by);
    if (Math.abs(off) <= within && (best === null || Math.abs(off) < Math.abs(best.off))) best = { off, line };
  }
  return best ? { by: by + best.off, line: best.line } : { by: round(by, step), line: null };
}

/** Return how far a box goes, and the lines it found: { dx, dy, x, y }. */
export function snap(lines, box, dx, dy, within, step = 0.1) {
  const across = along(lines.xs, [box.left, box.right], dx, within, step);
  const down = along(lines.ys, [box.top, box.bottom], dy, within, step);
  return { dx: across.by, dy: down.by, x: across.line, y: down.line };
}
