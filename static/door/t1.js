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

const SPOKEN = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; // Crockford, as in ticketing/tickets/codes.py
export const SHORT = 16; // characters of a typed number, blanks and dashes included; a longer text is a code

function checkOf(digits) {
  let total = 0;
  [...digits].reverse().forEach((digit, place) => {
    const value = SPOKEN.indexOf(digit) * (place % 2 ? 1 : 2);
    total += Math.floor(value / 32) + (value % 32);
  });
  return SPOKEN[(32 - (total % 32)) % 32];
}

/** Return the number as printed below a code, "0003-RJ0-E". */
export function spoken(serial) {
  let digits = "";
  for (let rest = serial, n = 0; n < 7; n++, rest = Math.floor(rest / 32)) digits = SPOKEN[rest % 32] + digits;
  return `${digits.slice(0, 4)}-${digits.slice(4)}-${checkOf(digits)}`;
}

/** Read a typed number back; null when it is not one or its check character is wrong. */
export function serialFrom(text) {
  const letters = normalise(text).replace(/-/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
  if (letters.length !== 8 || [...letters].some((letter) => !SPOKEN.includes(letter)) || checkOf(letters.slice(0, 7)) !== letters[7]) return null;
  const serial = [...letters.slice(0, 7)].reduce((number, letter) => number * 32 + SPOKEN.indexOf(letter), 0);
  return serial < 2 ** 32 ? serial : null;
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

const imported = new Map(); // public key in base64 → what this browser verifies with

async function verifierOf(text) {
  const raw = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  try {
    const key = await crypto.subtle.importKey("raw", raw, "Ed25519", false, ["verify"]);
    return (signature, message) => crypto.subtle.verify("Ed25519", key, signature, message);
  } catch (error) {
    if (error.name !== "NotSupportedError") throw error;
    const { verifyAsync } = await import("../vendor/noble-ed25519/index.js"); // phones older than 2024
    return (signature, message) => verifyAsync(signature, message, raw);
  }
}

/** Tell whether `key`, {public} in base64, made this code. */
export async function proves(code, key) {
  if (!imported.has(key.public)) imported.set(key.public, verifierOf(key.public));
  return (await imported.get(key.public))(code.signature, code.message);
}
