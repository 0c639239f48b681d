// Names and notes lie on the phone only sealed (AES-GCM), under a key made from the phone's own key, which it got at pairing.
// The sealing key is kept where scripts may use it but not read it; forgetting it makes what is left unreadable.

import { fact, remember } from "./store.js";

const WORDS = new TextEncoder();

/** Make the sealing key from the phone's own; called once, at pairing. */
export async function makeSealing(key) {
  const raw = await crypto.subtle.importKey("raw", WORDS.encode(key), "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(32), info: WORDS.encode("gadatirgus door names") };
  await remember("sealing", await crypto.subtle.deriveKey(how, raw, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]));
}

export async function seal(value) {
  const key = await fact("sealing");
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, WORDS.encode(JSON.stringify(value))) };
}

/** Return what was sealed, or null when it cannot be opened any more. */
export async function unseal(sealed) {
  const key = await fact("sealing");
  if (!key || !sealed) return null;
  try {
    const { iv, data } = sealed;
    return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, data)));
  } catch {
    return null;
  }
}
