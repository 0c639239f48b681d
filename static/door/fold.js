// Names as plain lower-case Latin letters, so that they are found in whatever script; the same as common/languages.py, a test holds them together.

const CYRILLIC = {
  а: "a", б: "b", в: "v", г: "g", д: "d", е: "e", ё: "e", ж: "z", з: "z", и: "i", й: "i", к: "k", л: "l", м: "m", н: "n", о: "o", п: "p",
  р: "r", с: "s", т: "t", у: "u", ф: "f", х: "h", ц: "c", ч: "c", ш: "s", щ: "s", ъ: "", ы: "i", ь: "", э: "e", ю: "iu", я: "ia",
};
const LATIN = [
  ["shch", "s"], ["sch", "s"], ["sc", "s"], ["sh", "s"], ["zh", "z"], ["ch", "c"], ["kh", "h"], ["ts", "c"], ["yu", "iu"], ["ya", "ia"],
  ["ju", "iu"], ["ja", "ia"], ["jo", "e"], ["yo", "e"], ["je", "e"], ["ye", "e"], ["ie", "e"], ["y", "i"], ["j", "i"], ["w", "v"], ["ii", "i"],
];

export function fold(text) {
  const plain = text.toLowerCase().replaceAll("ß", "ss").replaceAll("щ", "ш").normalize("NFKD").replace(/\p{M}/gu, "");
  const letters = LATIN.reduce((folded, [spelling, short]) => folded.replaceAll(spelling, short), [...plain].map((c) => CYRILLIC[c] ?? c).join(""));
  return letters.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}
