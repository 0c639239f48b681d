// The camera: opened once and kept, looked at up to 15 times a second, one frame at a time.

import { PASSES } from "./passes.js";

const PAUSE = 66; // ms between looks
const IDLE = 60000; // ms without any code, after which looks become rarer to spare the battery
const IDLE_PAUSE = 250;

export class Camera {
  /** `onread(texts)` hears of every look that found something, `onfail(error)` of a reader that does not work. */
  constructor(video, { worker, wasm, onread, onfail }) {
    this.video = video;
    this.canvas = document.createElement("canvas");
    this.context = this.canvas.getContext("2d", { willReadFrequently: true });
    this.onread = onread;
    this.onfail = onfail;
    this.pass = 0;
    this.found = performance.now();
    this.worker = new Worker(worker, { type: "module" });
    this.worker.onerror = (event) => onfail(event.message ?? "worker");
    this.worker.onmessage = ({ data }) => this.#heard(data);
    this.worker.postMessage({ wasm });
  }

  get running() {
    return Boolean(this.stream?.active);
  }

  /** Open the camera with this id, or the one that looks away from the user. */
  async start(id) {
    this.stop();
    const size = { width: { ideal: 1280 }, height: { ideal: 720 } };
    const which = id ? { deviceId: { exact: id } } : { facingMode: { ideal: "environment" } };
    this.stream = await navigator.mediaDevices.getUserMedia({ video: { ...which, ...size }, audio: false });
    this.video.srcObject = this.stream;
    await this.video.play();
    this.found = performance.now();
    this.#next();
  }

  stop() {
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = null;
    this.video.srcObject = null;
  }

  async choices() {
    const devices = await navigator.mediaDevices.enumerateDevices();
    return devices.filter((device) => device.kind === "videoinput");
  }

  get canLight() {
    return Boolean(this.stream?.getVideoTracks()[0]?.getCapabilities?.().torch);
  }

  async light(on) {
    await this.stream.getVideoTracks()[0].applyConstraints({ advanced: [{ torch: on }] });
  }

  #heard(data) {
    if (data.ready) {
      this.ready = true;
      this.#next();
    } else if (data.failed) {
      this.onfail(data.failed);
    } else {
      if (data.texts.length) {
        this.found = performance.now();
        this.onread(data.texts);
      }
      this.waiting = false;
      this.#next();
    }
  }

  #next() {
    clearTimeout(this.timer);
    const pause = performance.now() - this.found > IDLE ? IDLE_PAUSE : PAUSE;
    const since = performance.now() - (this.looked ?? 0);
    this.timer = setTimeout(() => this.#look(), Math.max(0, pause - since));
  }

  #look() {
    if (!this.ready || !this.running || this.waiting) return;
    const { videoWidth: width, videoHeight: height } = this.video;
    if (!width || document.hidden) {
      this.#next();
      return;
    }
    this.looked = performance.now();
    const crop = PASSES[this.pass].crop(width, height);
    this.canvas.width = crop.width * crop.scale;
    this.canvas.height = crop.height * crop.scale;
    this.context.drawImage(this.video, crop.x, crop.y, crop.width, crop.height, 0, 0, this.canvas.width, this.canvas.height);
    const image = this.context.getImageData(0, 0, this.canvas.width, this.canvas.height);
    this.waiting = true;
    this.worker.postMessage({ image, pass: this.pass }, [image.data.buffer]);
    this.pass = (this.pass + 1) % PASSES.length;
  }
}
