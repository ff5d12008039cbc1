// The words of a question: split as the build splits the words of pages (text/search_words.py; a test holds the two equal), and mended
// where they are slips. It knows nothing of the page, so that it can be tested by itself.
/* global levenshtein */
/* exported words */
"use strict";

const words = (() => {
  /**
   * Give the words of a text in order: lower case, accents and apostrophes dropped, split at all other marks.
   * Few keyboards have ß or ς: they are written as ss and σ, as Python's `casefold` does.
   * @param {string} text
   * @returns {string[]}
   */
  function of(text) {
    const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("ß", "ss").replaceAll("ς", "σ");
    return plain.replace(/['’]/g, "").match(/[\p{L}\p{N}]+/gu) ?? [];
  }

  /**
   * Give the words that say what a text is about: no stop words and no single letters. Numbers stay.
   * @param {string[]} all
   * @param {Set<string>} stopWords
   */
  function telling(all, stopWords) {
    return all.filter((word) => !stopWords.has(word) && ([...word].length > 1 || /\p{Nd}/u.test(word)));
  }

  /**
   * Give each word to look for once; where a question has only stop words, those.
   * @param {string[]} all
   * @param {Set<string>} stopWords
   */
  function asked(all, stopWords) {
    const kept = telling(all, stopWords);
    return [...new Set(kept.length ? kept : all)];
  }

  /**
   * Give the phrases in quotation marks, with their marks, and what is left without them.
   * @param {string} question
   */
  function split(question) {
    const phrases = [...question.matchAll(/"([^"]+)"/g)].map((match) => match[0]);
    return { phrases, rest: question.replace(/"[^"]*"/g, " ") };
  }

  /**
   * Give the words that stand side by side in the question, mended, and with no stop word between them.
   * @param {string[]} all
   * @param {string[]} typed
   * @param {string[]} meant
   * @returns {string[]}
   */
  function pairsOf(all, typed, meant) {
    const mendedOf = new Map(typed.map((word, n) => [word, meant[n]]));
    return all
      .slice(1)
      .map((word, n) => [all[n], word])
      .filter((pair) => pair.every((word) => mendedOf.has(word)))
      .map((pair) => pair.map((word) => mendedOf.get(word)).join(" "));
  }

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
   * Give the word, or the one that was meant by it. A word is known if a page has it; while a reader types, so is the
   * beginning of one.
   * @param {string} word
   * @param {boolean} isUnfinished
   * @param {(letter: string) => Promise<Drawer>} drawer
   */
  async function mended(word, isUnfinished, drawer) {
    if (word.length < 4 || /\d/.test(word)) return word;
    const known = await drawer(word[0]);
    const isBeginning = isUnfinished && Object.keys(known).some((other) => other.startsWith(word));
    if (Object.hasOwn(known, word) || isBeginning) return word;
    // Two letters that changed places at the very beginning lead to another drawer.
    return nearest(word, known) ?? nearest(word, word[1] === word[0] ? {} : await drawer(word[1])) ?? word;
  }

  /**
   * Give the question with the words that were meant.
   * @param {string} question
   * @param {Slip[]} slips
   */
  function meantOf(question, slips) {
    const meant = new Map(slips);
    return question.replace(/[\p{L}\p{M}\p{N}'’]+/gu, (typed) => meant.get(of(typed)[0]) ?? typed);
  }

  /**
   * Say whether a text has one of the terms, if only in another form of the word.
   * @param {string} text
   * @param {string[]} terms
   */
  function tells(text, terms) {
    const held = of(text);
    return terms.some((term) => held.some((word) => word.startsWith(term.slice(0, Math.max(4, term.length - 3)))));
  }

  return { of, telling, asked, split, pairsOf, drawerOf, nearest, isAbove, mended, meantOf, tells };
})();
