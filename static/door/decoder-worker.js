// Reads QR codes off the page's thread. Gets {wasm} once, then {image, pass}; answers {ready} or {texts}, nearest the middle first.

import { prepareZXingModule, readBarcodes } from "../vendor/zxing-wasm/reader/index.js";
import { PASSES } from "./passes.js";

const fromMiddle = (image) => (found) => {
  const { topLeft, bottomRight } = found.position;
  return Math.hypot(topLeft.x + bottomRight.x - image.width, topLeft.y + bottomRight.y - image.height);
};

self.onmessage = async ({ data }) => {
  try {
    if (data.wasm) {
      await prepareZXingModule({ overrides: { locateFile: () => data.wasm }, fireImmediately: true });
      await readBarcodes(new ImageData(64, 64), PASSES[0].options); // the first call compiles; not while somebody waits
      self.postMessage({ ready: true });
      return;
    }
    const found = await readBarcodes(data.image, PASSES[data.pass].options);
    const distance = fromMiddle(data.image);
    found.sort((one, other) => distance(one) - distance(other));
    self.postMessage({ texts: found.filter((one) => one.isValid).map((one) => one.text) });
  } catch (error) {
    self.postMessage({ failed: String(error) });
  }
};
