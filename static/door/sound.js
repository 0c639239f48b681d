// Four short signals that differ in pitch and in rhythm, made on the spot, and their twins for the hand.

const SIGNALS = {
  admit: { tones: [[880, 0, 0.09], [1320, 0.1, 0.16]], shape: "sine", vibration: [80] },
  look: { tones: [[620, 0, 0.12], [620, 0.18, 0.12], [780, 0.36, 0.16]], shape: "triangle", vibration: [60, 60, 60, 60, 60] },
  refuse: { tones: [[220, 0, 0.28], [165, 0.32, 0.42]], shape: "square", vibration: [350, 120, 350] },
  read: { tones: [[1000, 0, 0.04]], shape: "sine", vibration: [] },
};

export class Signals {
  constructor() {
    this.sound = true;
    this.vibration = true;
  }

  /** Browsers let a page sound only after a tap: call this from one. */
  unlock() {
    this.context ??= new (window.AudioContext ?? window.webkitAudioContext)();
    this.context.resume();
  }

  give(name) {
    const { tones, shape, vibration } = SIGNALS[name];
    if (this.vibration && vibration.length) navigator.vibrate?.(vibration);
    if (!this.sound || this.context?.state !== "running") return;
    const now = this.context.currentTime + 0.01;
    for (const [pitch, start, length] of tones) {
      const tone = new OscillatorNode(this.context, { type: shape, frequency: pitch });
      const volume = new GainNode(this.context, { gain: 0 });
      volume.gain.setValueAtTime(0, now + start);
      volume.gain.linearRampToValueAtTime(0.35, now + start + 0.01);
      volume.gain.setValueAtTime(0.35, now + start + length - 0.02);
      volume.gain.linearRampToValueAtTime(0, now + start + length);
      tone.connect(volume).connect(this.context.destination);
      tone.start(now + start);
      tone.stop(now + start + length);
    }
  }
}
