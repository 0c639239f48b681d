// Whether what a visitor looks for is at a stall: as fairs/fairmap/rules.py decides it where there is no script.

import { fold } from "../../door/fold.js";

/** What is sought in a text: words, and stalls' numbers among them. `numbers` are those of all stalls, folded. */
export function read(text, numbers) {
  const folded = fold(text);
  const whole = folded.replaceAll(" ", "");
  if (numbers.has(whole)) return { words: [], numbers: [whole] };
  const words = folded.split(" ").filter(Boolean);
  return { words: words.filter((word) => !numbers.has(word)), numbers: words.filter((word) => numbers.has(word)) };
}

export const isAnything = (sought) => sought.words.length + sought.numbers.length > 0;

export function isFound(sought, text, numbers) {
  return sought.words.every((word) => text.includes(word)) && (!sought.numbers.length || sought.numbers.some((one) => numbers.includes(one)));
}

export const folded = (number) => fold(number).replaceAll(" ", "");
