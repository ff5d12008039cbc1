// What a question asks for: its words, split as the build splits the words of pages (text/search_words.py; a test holds the two equal),
// its phrases and ids. What is a slip is told in slips.js, what forms a word has and what is written as a figure in forms.js. It knows
// nothing of the page, so that it can be tested by itself.
/* global forms */
/* exported words */
"use strict";

const words = (() => {
  const INITIALS = /(?<![\p{L}\p{N}])([\p{L}\p{Nl}\p{No}])&([\p{L}\p{Nl}\p{No}])(?![\p{L}\p{N}])/gu;
  // "A & E" is "A&E".
  const SPACED = /\b(\p{Lu}) & (\p{Lu})\b/gu;
  // Marks that stand for " on some keyboards, in some programs and in some languages; « and „ among them.
  const QUOTES = /[“”„‟«»″＂]/g;
  // "Show me what …": said to a search as to a person. "Do family hubs work?" asks for what came of them, not for work.
  const OPENING = /^\s*(?:please\s+)?(?:(?:show|tell|give|find)\s+(?:me|us)(?:\s+about)?|find)\s+/i;
  const WORKS = /^(\s*(?:do|does|did|has|have|will|would|can)\s.*)\swork(?:ed|s)?(?:\s+(?:elsewhere|here|there|too|as well|for us|in (?:my|our) \w+))?\s*\?*\s*$/i;
  // Who asks how long asks for years, or for months told as a part of one; a page that answers seldom says "long".
  const HOW_LONG = /\bhow long\b/gi;
  // "co-production" is one word, and its second part is another.
  const COMPOUND = /(?<![\p{L}\p{N}-])(?:co|re|pre|non|de|un|anti|sub|multi|inter)[-‐‑][\p{L}]{3,}/giu;
  // What people say around what they ask for. In this book every page is about a pilot.
  const AROUND = new Set(
    "anybody anyone enough ever get gets got happen happened happens made make makes many much pilot pilots really see somebody someone thing things".split(" "),
  );
  // What a page scores that has the words of an abbreviation, or the abbreviation of words.
  const LONG = 0.9;
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
    const plain = question.replace(QUOTES, '"').replace(SPACED, "$1&$2");
    /** @type {Term[]} */
    const terms = [...plain.matchAll(/"([^"]+)"/g)].filter(([, inside]) => of(inside).length).map(([, inside]) => phrase(inside));
    let rest = plain.replace(/"[^"]*"/g, " ");
    rest = rest.replace(COMPOUND, (typed) => {
      terms.push({ text: typed, forms: [exactly(of(typed).join("")), exactly(of(typed).join(" "))].map(surely) });
      return " , ";
    });
    const read = forms.figures(rest);
    rest = read.rest.replace(OPENING, "").replace(WORKS, "$1").replace(HOW_LONG, "years");
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
   * Give the words that were read without those that are a form of one before: who types "test and tested" asks for one thing.
   * @param {Reading[]} readings
   */
  function distinct(readings) {
    /** @type {Set<string>} */
    const told = new Set();
    return readings.filter(({ word, meant, forms: ways }) => {
      const isTold = told.has(exactly(meant ?? word));
      if (!isTold) for (const { term } of ways) told.add(term);
      return !isTold;
    });
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

  // "NEET", "EHCPs": told by its capitals from a word. Whole words typed in capitals are longer.
  const CAPITALS = /(?<![\p{L}\p{N}])\p{Lu}[\p{Lu}\p{N}]{1,5}s?(?![\p{L}\p{N}])/gu;

  /** @param {string} text */
  const plain = (text) => of(text).join(" ");

  /**
   * Give the words of a question that are abbreviations by their capitals.
   * @param {string} question
   */
  const capitals = (question) => new Set((question.match(CAPITALS) ?? []).flatMap(of));

  /**
   * Give an abbreviation without its plural, where it is one of the list.
   * @param {string} word
   * @param {Abbreviations} list
   */
  const shortOf = (word, list) => [word, word.replace(/s$/, "")].find((short) => Object.hasOwn(list, short));

  /**
   * Give the ways to write an abbreviation, one of the list, in words: each as a phrase, and in the plural.
   * @param {string} short
   * @param {Abbreviations} list
   * @returns {Form[]}
   */
  function longForms(short, list) {
    // What is joined by hyphens is one word of the index.
    const written = new Set(list[short].flatMap((way) => [plain(way), plain(way.replaceAll("-", ""))]));
    const ways = [...written].flatMap((way) => (way.endsWith("s") || !way.includes(" ") ? [way] : [way, `${way}s`]));
    return ways.map((way) => ({ term: exactly(way), weight: LONG }));
  }

  /**
   * Give, for each word of a question that is a part of a long form, the abbreviations that say the same.
   * @param {string[]} all
   * @param {Abbreviations} list
   * @returns {Map<string, Set<string>>}
   */
  function shortened(all, list) {
    const typed = ` ${all.join(" ")} `;
    const found = new Map();
    for (const [short, ways] of Object.entries(list)) {
      // One word of a long form is itself an abbreviation, and is answered as such.
      for (const way of ways.map(plain).filter((one) => one.includes(" ") && [one, `${one}s`].some((form) => typed.includes(` ${form} `)))) {
        for (const word of all.filter((one) => ` ${way} ${way}s `.includes(` ${one} `))) {
          found.set(word, (found.get(word) ?? new Set()).add(short));
        }
      }
    }
    return found;
  }

  return { of, telling, asked, idOf, split, distinct, pairsOf, meantOf, tells, capitals, shortOf, longForms, shortened };
})();
