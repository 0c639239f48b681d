// Reads the QR codes of one picture with ZXing-C++ (bin/qr_reader), in one of the ways of passes.js. The decoder's worker and the
// measurements use it.

import { PASSES } from "./passes.js";

// The library's own words for a system it is not run by. It needs none of them but to tell of a trap.
const SYSTEM = { wasi_snapshot_preview1: new Proxy({}, { get: () => () => 8 }) };
const TEXT = new TextDecoder();

let compiled;
let reader;

async function fresh() {
  const { exports } = await WebAssembly.instantiate(compiled, SYSTEM);
  exports._initialize();
  reader = exports;
}

/** Load and compile; the first call takes long, so not while somebody waits. */
export async function prepare(wasm) {
  const response = await fetch(wasm);
  if (!response.ok) throw new Error(`${response.status} ${wasm}`);
  compiled = await WebAssembly.compile(await response.arrayBuffer());
  await fresh();
  await read(new ImageData(64, 64), 0);
}

function* codes(memory, at) {
  const numbers = new Int32Array(memory, at);
  for (let left = numbers[0], place = 1; left > 0; left--) {
    const [x, y, length] = numbers.subarray(place, place + 3);
    yield { x, y, text: TEXT.decode(new Uint8Array(memory, at + (place + 3) * 4, length)) };
    place += 3 + Math.ceil(length / 4);
  }
}

/** Return the texts in `image` (already cropped for `pass`), those nearest its middle first. */
export async function read({ data, width, height }, pass) {
  const { atMost, denoise = false } = PASSES[pass].options;
  try {
    const room = reader.room(data.length);
    new Uint8Array(reader.memory.buffer).set(data, room); // after `room`, which may have moved all memory
    const at = reader.read(width, height, atMost, denoise);
    const found = [...codes(reader.memory.buffer, at)];
    const distance = ({ x, y }) => Math.hypot(x - width, y - height); // x and y are twice those of the middle
    return found.sort((one, other) => distance(one) - distance(other)).map((one) => one.text);
  } catch (error) {
    if (!(error instanceof WebAssembly.RuntimeError)) throw error;
    await fresh(); // this picture was too much for it; the next one meets a reader with nothing on its mind
    return [];
  }
}
