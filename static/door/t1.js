// The code in a ticket's QR (format T1, see ticketing/tickets/codes.py): read it, and prove it with the event's public keys.

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"; // base32, RFC 4648
const PREFIX = "T1";
const LENGTH = 122;
const BODY = 11;

// What a keyboard scanner types on a Russian layout: the letter that sits on the same key.
const RUSSIAN = "ЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬ";
const LATIN = "QWERTYUIOPASDFGHJKLZXCVBNM";

/** Undo what scanners and people do to a code: blanks, lower case, a Russian keyboard layout. */
export function normalise(text) {
  return [...text.replace(/\s+/g, "").toUpperCase()].map((c) => LATIN[RUSSIAN.indexOf(c)] ?? c).join("");
}

/** Tell whether the text claims to be one of our codes. */
export function isOurs(text) {
  return normalise(text.slice(0, 8)).startsWith(PREFIX) && text.length > 20;
}

function unbase32(text) {
  const bytes = new Uint8Array((text.length * 5) >> 3);
  let bits = 0;
  let value = 0;
  let at = 0;
  for (const letter of text) {
    const digit = ALPHABET.indexOf(letter);
    if (digit < 0) return null;
    value = ((value << 5) | digit) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = (value >> bits) & 0xff;
    }
  }
  return bytes;
}

/** Return what a well-formed code says and the bytes to prove, or null. Proves nothing yet. */
export function decode(text) {
  const code = normalise(text);
  if (code.length !== LENGTH || !code.startsWith(PREFIX)) return null;
  const raw = unbase32(code.slice(PREFIX.length));
  if (!raw || raw[0] >> 4 !== 1) return null;
  const view = new DataView(raw.buffer);
  const message = new Uint8Array(PREFIX.length + BODY);
  message.set(new TextEncoder().encode(PREFIX));
  message.set(raw.subarray(0, BODY), PREFIX.length);
  return {
    slot: raw[0] & 15,
    event: view.getUint16(1),
    serial: view.getUint32(3),
    product: view.getUint16(7),
    generation: raw[9],
    window: raw[10],
    message,
    signature: raw.slice(BODY),
  };
}

async function verify(publicKey, signature, message) {
  try {
    const key = await crypto.subtle.importKey("raw", publicKey, "Ed25519", false, ["verify"]);
    return await crypto.subtle.verify("Ed25519", key, signature, message);
  } catch (error) {
    if (error.name !== "NotSupportedError") throw error;
    const { verifyAsync } = await import("../vendor/noble-ed25519/index.js"); // phones older than 2024
    return verifyAsync(signature, message, publicKey);
  }
}

/** Tell whether one of the keys, [{event_number, slot, public}] with `public` in base64, made this code. */
export async function proves(code, keys) {
  const key = keys.find((one) => one.event_number === code.event && one.slot === code.slot);
  if (!key) return false;
  return verify(Uint8Array.from(atob(key.public), (c) => c.charCodeAt(0)), code.signature, code.message);
}
