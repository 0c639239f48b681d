// Rectangles in metres: corners, bounds, and the raster of 0.1 m that everything moves on.

export const round = (value, step = 0.01) => Math.round(Math.round(value / step) * step * 100) / 100;

export function bounds(thing) {
  const [w, d] = [(thing.width ?? 0) / 2, (thing.depth ?? 0) / 2];
  const angle = ((thing.rotation ?? 0) * Math.PI) / 180;
  const [c, s] = [Math.abs(Math.cos(angle)), Math.abs(Math.sin(angle))];
  const [across, down] = [w * c + d * s, w * s + d * c];
  return { left: thing.x - across, right: thing.x + across, top: thing.y - down, bottom: thing.y + down };
}

export function around(things) {
  const all = things.map(bounds);
  return {
    left: Math.min(...all.map((b) => b.left)),
    right: Math.max(...all.map((b) => b.right)),
    top: Math.min(...all.map((b) => b.top)),
    bottom: Math.max(...all.map((b) => b.bottom)),
  };
}

/** A point given from a thing's centre in its own directions, on the plan. */
export function at(thing, right, down) {
  const angle = ((thing.rotation ?? 0) * Math.PI) / 180;
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  return { x: thing.x + right * c - down * s, y: thing.y + right * s + down * c };
}
