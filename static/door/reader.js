// Reads the QR codes of one picture with zxing-wasm, in one of the ways of passes.js. The decoder's worker and the measurements use it.

import { prepareZXingModule, readBarcodes } from "../vendor/zxing-wasm/reader/index.js";
import { PASSES } from "./passes.js";

/** Load and compile; the first call takes long, so not while somebody waits. */
export async function prepare(wasm) {
  await prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true });
  await readBarcodes(new ImageData(64, 64), PASSES[0].options);
}

/** Return the texts in `image` (already cropped for `pass`), those nearest its middle first. */
export async function read(image, pass) {
  const found = (await readBarcodes(image, PASSES[pass].options)).filter((one) => one.isValid);
  const distance = ({ position: { topLeft, bottomRight } }) =>
    Math.hypot(topLeft.x + bottomRight.x - image.width, topLeft.y + bottomRight.y - image.height);
  return found.sort((one, other) => distance(one) - distance(other)).map((one) => one.text);
}
