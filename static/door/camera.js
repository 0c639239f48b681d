// The camera: opened once and kept, looked at up to 15 times a second, one frame at a time, paused when nobody comes.

import { PASSES, cut } from "./passes.js";

const PAUSE = 66; // ms between looks
const IDLE = 60000; // ms without any code before the camera is paused, to spare battery and heat
const NOTHING = 3000; // ms without any code before a word of advice
const TRIAL = 30; // looks after which a quick phone gets a sharper picture
const QUICK = 40; // ms a look may take for that
const SHARP = { width: { ideal: 1920 }, height: { ideal: 1080 } };

export class Camera {
  /** `onread(texts)` hears of every look that found something; `onfail(error)` of a reader that does not work; `onpause()`, `onnothing(yes)`. */
  constructor(video, { worker, wasm, ...told }) {
    this.video = video;
    this.context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    Object.assign(this, told);
    this.pass = 0;
    this.found = performance.now();
    this.worker = new Worker(worker, { type: "module" });
    this.worker.onerror = (event) => this.onfail(event.message ?? "worker");
    this.worker.onmessage = ({ data }) => this.#heard(data);
    this.worker.postMessage({ wasm });
  }

  get running() {
    return Boolean(this.stream?.active);
  }

  get track() {
    return this.stream?.getVideoTracks()[0];
  }

  /** Open the camera with this id, or the one that looks away from the user. */
  async start(id) {
    this.stop();
    const size = { width: { ideal: 1280 }, height: { ideal: 720 } };
    const which = id ? { deviceId: { exact: id } } : { facingMode: { ideal: "environment" } };
    this.stream = await navigator.mediaDevices.getUserMedia({ video: { ...which, ...size }, audio: false });
    this.video.srcObject = this.stream;
    await this.video.play();
    this.spent = [];
    this.wake();
  }

  stop() {
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = null;
    this.video.srcObject = null;
  }

  /** Rest without giving the camera back: some phones would ask for leave again. */
  pause() {
    this.paused = true;
    this.track.enabled = false;
    this.onpause(true);
  }

  wake() {
    if (this.track) this.track.enabled = true;
    this.paused = false;
    this.found = performance.now();
    this.onpause(false);
    this.#next();
  }

  async choices() {
    const devices = await navigator.mediaDevices.enumerateDevices();
    return devices.filter((device) => device.kind === "videoinput");
  }

  #can = (what) => this.track?.getCapabilities?.()[what];

  get canLight() {
    return Boolean(this.#can("torch"));
  }

  light = (on) => this.track.applyConstraints({ advanced: [{ torch: on }] });

  get canZoom() {
    return this.#can("zoom")?.max >= 2;
  }

  zoom = (times) => this.track.applyConstraints({ advanced: [{ zoom: Math.min(times, this.#can("zoom").max) }] });

  #heard(data) {
    if (data.failed) return void this.onfail(data.failed);
    if (data.ready) {
      this.ready = true;
    } else {
      this.waiting = false;
      this.#weigh(performance.now() - this.looked);
      if (data.texts.length) {
        this.found = performance.now();
        this.onread(data.texts);
      }
      this.onnothing(performance.now() - this.found > NOTHING);
    }
    this.#next();
    return undefined;
  }

  /** A quick phone with a camera that can do more takes larger pictures. */
  #weigh(spent) {
    if (this.spent.push(spent) !== TRIAL) return;
    const usual = this.spent.toSorted((a, b) => a - b)[TRIAL / 2];
    if (usual < QUICK && this.#can("height")?.max >= 1080) this.track.applyConstraints(SHARP).catch(() => {});
  }

  #next() {
    clearTimeout(this.timer);
    const since = performance.now() - (this.looked ?? 0);
    this.timer = setTimeout(() => this.#look(), Math.max(0, PAUSE - since));
  }

  #look() {
    if (!this.ready || !this.running || this.waiting || this.paused) return;
    const { videoWidth: width, videoHeight: height } = this.video;
    if (!width || document.hidden) return void this.#next();
    if (performance.now() - this.found > IDLE) return void this.pause();
    this.looked = performance.now();
    const image = cut(this.video, width, height, this.pass, this.context);
    this.waiting = true;
    this.worker.postMessage({ image, pass: this.pass }, [image.data.buffer]);
    this.pass = (this.pass + 1) % PASSES.length;
    return undefined;
  }
}
