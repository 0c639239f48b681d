// Which of the codes in view are new: one counts again only after it has been out of view for a while.

const AGAIN = 2500; // ms

export class InView {
  #seen = new Map(); // text → when it was last in view

  /** Return those of `texts` that have come into view, at `now` (ms). */
  fresh(texts, now = performance.now()) {
    for (const [text, at] of this.#seen) if (now - at >= AGAIN) this.#seen.delete(text);
    const fresh = texts.filter((text) => !this.#seen.has(text));
    for (const text of texts) this.#seen.set(text, now);
    return fresh;
  }
}
