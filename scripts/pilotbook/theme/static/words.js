// The words of a question: split as the build splits the words of pages (text/search_words.py; a test holds the two equal), and mended
// where they are slips. What forms a word has, and what is written as a figure, stands in forms.js. It knows nothing of the page,
// so that it can be tested by itself.
/* global forms, levenshtein */
/* exported words */
"use strict";

const words = (() => {
  const INITIALS = /(?<![\p{L}\p{N}])([\p{L}\p{Nl}\p{No}])&([\p{L}\p{Nl}\p{No}])(?![\p{L}\p{N}])/gu;
  // Marks that stand for " on some keyboards, in some programs and in some languages; « and „ among them.
  const QUOTES = /[“”„‟«»″＂]/g;
  // "Show me what …": said to a search as to a person. "Do family hubs work?" asks for what came of them, not for work.
  const OPENING = /^\s*(?:please\s+)?(?:(?:show|tell|give|find)\s+(?:me|us)(?:\s+about)?|find)\s+/i;
  const WORKS = /^(\s*(?:do|does|did|has|have|will|would|can)\s.*)\swork(?:ed|s)?\s*\?*\s*$/i;
  // "co-production" is one word, and its second part is another.
  const COMPOUND = /(?<![\p{L}\p{N}-])(?:co|re|pre|non|de|un|anti|sub|multi|inter)[-‐‑][\p{L}]{3,}/giu;
  // What people say around what they ask for. In this book every page is about a pilot.
  const AROUND = new Set(
    "anybody anyone ever get gets got happen happened happens made make makes many much pilot pilots really see somebody someone thing things".split(" "),
  );
  // What a citation or a link to it holds.
  const ID = /\bTLG\W?([A-Z])\W?([0-9A-Z]{4})\b/i;

  /**
   * Give the words of a text in order: lower case, accents and apostrophes dropped, split at all other marks.
   * Few keyboards have ß or ς: they are written as ss and σ, as Python's `casefold` does. Initials that are joined, as in A&E,
   * are one word.
   * @param {string} text
   * @returns {string[]}
   */
  function of(text) {
    const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("ß", "ss").replaceAll("ς", "σ");
    return plain.replace(/['’]/g, "").replace(INITIALS, "$1$2").match(/[\p{L}\p{N}]+/gu) ?? [];
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
   * Give each word to look for once, without what people say around it; where a question has nothing else, that.
   * @param {string[]} all
   * @param {Set<string>} stopWords
   */
  function asked(all, stopWords) {
    const kept = telling(all, stopWords);
    const meant = kept.filter((word) => !AROUND.has(word));
    return [...new Set(meant.length ? meant : kept.length ? kept : all)];
  }

  /**
   * Give the end of the id that a question names, C-B6B1, or its last four signs alone; `isSure` where it says that it is an id.
   * @param {string} question
   */
  function idOf(question) {
    const named = question.match(ID)?.slice(1).join("-");
    const bare = question.trim().match(/^(?=.*[a-z])[0-9a-z]{4}$/i)?.[0];
    return { id: (named ?? bare ?? "").toUpperCase(), isSure: Boolean(named) };
  }

  /**
   * Give the phrases in quotation marks, whichever marks they are; the figures; and what is left to be read word by word. Each
   * phrase and figure is a term with the forms in which it may be written.
   * @param {string} question
   */
  function split(question) {
    const plain = question.replace(QUOTES, '"');
    /** @type {Term[]} */
    const terms = [...plain.matchAll(/"([^"]+)"/g)].filter(([, inside]) => of(inside).length).map(([, inside]) => phrase(inside));
    let rest = plain.replace(/"[^"]*"/g, " ");
    rest = rest.replace(COMPOUND, (typed) => {
      terms.push({ text: typed, forms: [exactly(of(typed).join("")), exactly(of(typed).join(" "))].map(surely) });
      return " , ";
    });
    const read = forms.figures(rest);
    rest = read.rest.replace(OPENING, "").replace(WORKS, "$1");
    return { terms: [...terms, ...read.terms], rest };
  }

  /** @param {string} term */
  const exactly = (term) => `"${term}"`;

  /**
   * @param {string} term
   * @returns {Form}
   */
  const surely = (term) => ({ term, weight: 1 });

  /**
   * Give the term of a phrase. A page may join its words by hyphens, and then they are one word of the index.
   * @param {string} text
   * @returns {Term}
   */
  function phrase(text) {
    const all = of(text);
    const ways = all.length > 1 ? [all.join(" "), all.join("")] : all;
    return { text, forms: ways.map(exactly).map(surely) };
  }

  /**
   * Give the words that stand side by side in the question, or with a few words between them that tell nothing ("payment by
   * results"), in the two forms of each that are nearest to what was typed.
   * @param {string[]} all
   * @param {Reading[]} readings
   * @param {number} gap
   * @returns {Term[]}
   */
  function pairsOf(all, readings, gap) {
    const readingOf = new Map(readings.map((reading) => [reading.word, reading]));
    const places = all.flatMap((word, n) => (readingOf.has(word) ? [n] : []));
    return places.slice(1).flatMap((to, n) => {
      const from = places[n];
      const [one, other] = [from, to].map((place) => /** @type {Reading} */ (readingOf.get(all[place])));
      return to - from <= gap + 1 ? [pair(one, all.slice(from + 1, to), other)] : [];
    });
  }

  /**
   * @param {Reading} one
   * @param {string[]} between
   * @param {Reading} other
   * @returns {Term}
   */
  function pair(one, between, other) {
    const [firsts, seconds] = [one, other].map(({ forms: ways }) => ways.slice(0, 2).map(({ term }) => term.replaceAll('"', "")));
    const sides = firsts.flatMap((first) => seconds.map((second) => [first, ...between, second]));
    // Joined by hyphens they are one word of the index.
    const ways = [...sides.map((all) => all.join(" ")), sides[0].join("")].map(exactly).map(surely);
    return { text: [one, other].map(({ word, meant }) => meant ?? word).join(" "), forms: ways };
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
   * Read a word: the forms of it that pages have, and where none has it, the word that was meant (`meant`), or the one to offer
   * (`offer`). It is replaced only where it is one slip away from another, and is no English word itself. A word is known if a page
   * has it in some form; while a reader types, so is the beginning of one.
   * @param {string} word
   * @param {{ isUnfinished: boolean, isExact: boolean, stopWords: Set<string> }} how
   * @param {{ drawer: (letter: string) => Promise<Drawer>, english: (letter: string) => Promise<English> }} lists
   * @returns {Promise<Reading>}
   */
  async function reading(word, { isUnfinished, isExact, stopWords }, { drawer, english }) {
    // Numbers are in no drawer, there are too many; nor are the words that stand everywhere.
    if (/^\p{N}/u.test(word) || stopWords.has(word)) return { word, forms: [surely(exactly(word))] };
    const known = await drawer(word[0]);
    const found = forms.of(word, known);
    if (isUnfinished && Object.keys(known).some((other) => other.startsWith(word))) {
      return { word, forms: [surely(word), ...found.filter(({ term }) => !term.startsWith(word))] };
    }
    if (found.length) return { word, forms: found };
    if (isExact || word.length < 4 || /\d/.test(word)) return { word, forms: [] };
    // Two letters that changed places at the very beginning lead to another drawer.
    const other = nearest(word, known) ?? (word[1] === word[0] ? undefined : nearest(word, await drawer(word[1])));
    if (!other) return { word, forms: [] };
    const [isSlip, isWord] = [isOneSlip(word, other), forms.isEnglish(word, await english(word[0]))];
    // Of a right word, one two letters away is seldom what was meant: nobody who types "parole" looks for "patrols".
    if (isWord || !isSlip) return { word, forms: [], ...(isSlip || !isWord ? { offer: other } : {}) };
    return { word, meant: other, forms: forms.of(other, other[0] === word[0] ? known : await drawer(other[0])) };
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
   * Say whether a text has one of the terms, in any of its forms.
   * @param {string} text
   * @param {Term[]} terms
   */
  function tells(text, terms) {
    return terms.some((term) => forms.pattern(term).test(text));
  }

  return { of, telling, asked, idOf, split, pairsOf, drawerOf, nearest, isAbove, isOneSlip, reading, meantOf, tells };
})();
