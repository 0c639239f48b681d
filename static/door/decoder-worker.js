// Reads codes off the page's thread. Gets {wasm} once, then {image, pass}; answers {ready}, {texts} or {failed}.

import { prepare, read } from "./reader.js";

self.onmessage = async ({ data }) => {
  try {
    if (data.wasm) {
      await prepare(data.wasm);
      self.postMessage({ ready: true });
    } else {
      self.postMessage({ texts: await read(data.image, data.pass) });
    }
  } catch (error) {
    self.postMessage({ failed: String(error) });
  }
};
