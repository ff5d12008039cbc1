// Slips of the hand: which word of the book was meant by one that no page has, and whether it may be put in its place. It knows nothing
// of the page, so that it can be tested by itself.
/* global forms, levenshtein */
/* exported slips */
"use strict";

const slips = (() => {
  /**
   * @param {string} word
   * @returns {Form}
   */
  const surely = (word) => ({ term: `"${word}"`, weight: 1 });

  /**
   * Give the name of the file that holds the words which begin so.
   * @param {string} letter
   */
  const drawerOf = (letter) => `words-${/[a-z]/.test(letter) ? letter : "0"}`;

  /**
   * Give the word that was meant: the nearest, rather one of a title, summary or lesson, then the one that begins most alike,
   * then the one that is used most. Two letters may differ in a long word, one in a short one.
   * @param {string} word
   * @param {Drawer} known
   * @returns {string | undefined}
   */
  function nearest(word, known) {
    const limit = word.length > 5 ? 2 : 1;
    let best = { candidate: /** @type {string | undefined} */ (undefined), rank: [-limit - 1] };
    for (const [candidate, [used]] of Object.entries(known)) {
      if (Math.abs(candidate.length - word.length) > limit) continue;
      const distance = levenshtein.distance(word, candidate);
      if (distance > limit) continue;
      const rank = [-distance, Math.sign(used), alike(word, candidate), used];
      if (isAbove(rank, best.rank)) best = { candidate, rank };
    }
    return best.candidate;
  }

  /**
   * Count the letters with which both begin.
   * @param {string} one
   * @param {string} other
   */
  function alike(one, other) {
    let length = 0;
    while (length < one.length && one[length] === other[length]) length++;
    return length;
  }

  /**
   * Say whether one rank is above the other: by the first number in which they differ.
   * @param {number[]} one
   * @param {number[]} other
   */
  function isAbove(one, other) {
    const first = one.findIndex((value, index) => value !== other[index]);
    return first >= 0 && one[first] > other[first];
  }

  /**
   * Say whether a word became the other by one slip: a letter lost, added or changed, or two that changed places.
   * @param {string} one
   * @param {string} other
   */
  function isOneSlip(one, other) {
    if (levenshtein.distance(one, other) < 2) return true;
    const at = alike(one, other);
    const swapped = one.slice(0, at) + (one[at + 1] ?? "") + (one[at] ?? "") + one.slice(at + 2);
    return swapped === other;
  }

  /**
   * @param {string} one
   * @param {string} other
   */
  const isSameShort = (one, other) => one === other || one === `${other}s` || other === `${one}s`;

  /**
   * Read a word: the forms of it that pages have, and where none has it, the word that was meant (`meant`), or the one to offer
   * (`offer`). It is replaced only where it is one slip away from another, and is no English word itself. A word is known if a page
   * has it in some form; while a reader types, so is the beginning of one. An abbreviation (`isShort`) has no form but the plural.
   * @param {string} word
   * @param {{ isUnfinished: boolean, isExact: boolean, isShort?: boolean, stopWords: Set<string> }} how
   * @param {{ drawer: (letter: string) => Promise<Drawer>, english: (letter: string) => Promise<English> }} lists
   * @returns {Promise<Reading>}
   */
  async function reading(word, { isUnfinished, isExact, isShort, stopWords }, { drawer, english }) {
    // Numbers are in no drawer, there are too many; nor are the words that stand everywhere.
    if (/^\p{N}/u.test(word) || stopWords.has(word)) return { word, forms: [surely(word)] };
    const known = await drawer(word[0]);
    const own = forms.of(word, known);
    const found = isShort ? own.filter(({ term }) => isSameShort(term.replaceAll('"', ""), word)) : own;
    if (isUnfinished && Object.keys(known).some((other) => other.startsWith(word))) {
      return { word, forms: [{ term: word, weight: 1 }, ...found.filter(({ term }) => !term.startsWith(word))] };
    }
    if (found.length) return { word, forms: found };
    if (isExact || isShort || word.length < 4 || /\d/.test(word)) return { word, forms: [] };
    // Two letters that changed places at the very beginning lead to another drawer.
    const other = nearest(word, known) ?? (word[1] === word[0] ? undefined : nearest(word, await drawer(word[1])));
    if (!other) return { word, forms: [] };
    const [isSlip, isWord] = [isOneSlip(word, other), forms.isEnglish(word, await english(word[0]))];
    // Of a right word, one two letters away is seldom what was meant: nobody who types "parole" looks for "patrols".
    if (isWord || !isSlip) return { word, forms: [], ...(isSlip || !isWord ? { offer: other } : {}) };
    return { word, meant: other, forms: forms.of(other, other[0] === word[0] ? known : await drawer(other[0])) };
  }

  return { drawerOf, nearest, isAbove, isOneSlip, reading };
})();
