// Undo and redo: two piles of changes. Moves by arrow keys that follow each other quickly are one step.

const TOGETHER_MS = 800;

export class History {
  constructor(ground) {
    this.ground = ground;
    this.done = [];
    this.undone = [];
  }

  /** Do a change and remember it. `mark` joins it to the last one of the same mark, if that was a moment ago. */
  push(change, mark = "") {
    if (!change.length) return;
    this.ground.apply(change);
    const last = this.done.at(-1);
    const now = performance.now();
    if (mark && last?.mark === mark && now - last.at < TOGETHER_MS && same(last.change, change)) {
      last.change.forEach((one, place) => { one.after = { ...one.after, ...change[place].after }; });
      last.at = now;
    } else this.done.push({ change, mark, at: now });
    if (this.done.length > 500) this.done.shift();
    this.undone = [];
  }

  undo() {
    const step = this.done.pop();
    if (!step) return null;
    this.undone.push(step);
    return this.ground.apply(step.change, true);
  }

  redo() {
    const step = this.undone.pop();
    if (!step) return null;
    this.done.push(step);
    return this.ground.apply(step.change);
  }
}

const same = (a, b) => a.length === b.length && a.every((one, place) => one.key === b[place].key && one.before && b[place].before
  && Object.keys(one.before).join() === Object.keys(b[place].before).join());
