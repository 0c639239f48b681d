// The time at the fair, whatever this phone's own clock says: the server's at the last contact, and what has passed since.

const FAR_OFF = 60000; // ms
const SET_BACK = 2000;

export class Clock {
  /** `kept`: what `facts()` returned before the page was closed. */
  constructor(kept) {
    this.offset = kept?.offset ?? 0;
    this.highest = kept?.highest ?? 0;
    this.#begin();
    this.setBack = this.wall + this.offset < this.highest - SET_BACK;
    if (this.setBack) this.offset = this.highest - this.wall; // never earlier than what has been
  }

  #begin() {
    this.era = crypto.randomUUID(); // within one era the phone's clock has not been set
    this.wall = Date.now();
    this.steady = performance.now();
  }

  /** Return the fair's time in ms. A clock that is set back while the page is open changes nothing. */
  now() {
    const wall = Date.now() - this.wall;
    const steady = performance.now() - this.steady;
    if (wall < steady - SET_BACK) {
      this.offset += Math.round(steady - wall);
      this.#begin();
    }
    const now = Date.now() + this.offset;
    this.highest = Math.max(this.highest, now);
    return now;
  }

  date = () => new Date(this.now());

  /** The server said `moment` (ms) in answer to what was asked at `asked` and came at `came`, both by `performance.now()`. */
  heard(moment, asked, came = performance.now()) {
    this.now();
    this.offset = Math.round(moment + (came - asked) / 2 - Date.now());
    this.setBack = false;
    this.highest = Date.now() + this.offset;
  }

  /** Correct a kept scan's time by what is known now; only for those of this era, whose clock is the one just measured. */
  corrected = (kept) => (kept.era === this.era ? new Date(kept.wall + this.offset).toISOString() : kept.at);

  /** ms by which the phone's own clock is fast (or slow, below zero), where that is worth a word; else 0. */
  get wrong() {
    return Math.abs(this.offset) > FAR_OFF ? -this.offset : 0;
  }

  facts = () => ({ offset: this.offset, highest: this.highest });
}
