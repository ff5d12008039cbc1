// The forms in which a page may write what was asked for: the forms of a word, the ways to write a figure, and the sentence that
// has one of them. It knows nothing of the page, so that it can be tested by itself.
/* exported forms */
"use strict";

const forms = (() => {
  // What a page scores for the word itself, for another form of it, and for a word of its family.
  const [SAME, FORM, FAMILY] = [1, 0.9, 0.5];
  const MOST = 6;
  const ODD = new Map(Object.entries({ children: "child", childrens: "child", women: "woman", womens: "woman", men: "man", mens: "man", lives: "life", news: "news", does: "does" }));

  /**
   * Give what a word may be a form of: without the endings of number and of time, with what they changed. Only endings that leave
   * the word what it was: "secondment" is no form of "second", nor "authority" of "author".
   * @param {string} word
   * @returns {Set<string>}
   */
  function bases(word) {
    const odd = ODD.get(word);
    if (odd) return new Set([odd]);
    const found = new Set([word]);
    const add = (/** @type {string} */ base) => base.length > 2 && /[aeiouy]/.test(base) && found.add(base);
    if (/(?:[^aeiou]|[aeiou]{2})ies$/.test(word)) add(word.replace(/ies$/, "y"));
    else if (/(?:s|x|z|ch|sh|o)es$/.test(word)) add(word.slice(0, -2));
    if (/[^su]s$/.test(word)) add(word.slice(0, -1));
    const past = word.match(/^(.+)(?:ed|ing)$/)?.[1];
    if (past) for (const base of [past, `${past}e`, past.replace(/([bdgmnprt])\1$/, "$1")]) add(base);
    if (/ied$/.test(word)) add(word.replace(/ied$/, "y"));
    return found;
  }

  /**
   * Give the families of a word: who does a thing, the doing of it, and being so. "evaluation" and "evaluated" are of one, "sleeper" and
   * "sleeping" of another. A short word has none: "nation" has nothing to do with "nat".
   * @param {string} word
   */
  function families(word) {
    const singular = word.replace(/(?<=[^s])s$/, "");
    const found = [...bases(word), singular.match(/^(.{6,})(?:ion|ness)$/)?.[1] ?? ""].map((base) => base.replace(/e$/, ""));
    // Who does a thing is of the family of the doing alone: an officer is not of the office.
    const done = singular.match(/^(.{5,})(?:[eo]r|ed|ing)$/)?.[1];
    return new Set([...found.filter((base) => base.length > 4), ...(done ? [`${done}~`] : [])]);
  }

  /**
   * @param {Set<string>} one
   * @param {Set<string>} other
   */
  const meet = (one, other) => [...one].some((base) => other.has(base));

  /**
   * Give the forms of a word that pages have, each as it is looked up, the most used first.
   * @param {string} word
   * @param {Drawer} known
   * @returns {Form[]}
   */
  function of(word, known) {
    const own = { bases: bases(word), families: families(word) };
    const weight = (/** @type {string} */ other) => {
      if (other === word) return SAME;
      if (meet(own.bases, bases(other))) return FORM;
      return meet(own.families, families(other)) ? FAMILY : 0;
    };
    const beginning = word.slice(0, Math.min(3, word.length));
    return Object.keys(known)
      .filter((other) => other.startsWith(beginning))
      .map((other) => ({ term: `"${other}"`, weight: weight(other), pages: known[other][1] }))
      .filter((form) => form.weight)
      .sort((one, other) => other.weight - one.weight || other.pages - one.pages)
      .slice(0, MOST)
      .map(({ term, weight: told }) => ({ term, weight: told }));
  }

  /**
   * Say whether another word of pages begins with a word.
   * @param {string} word
   * @param {Drawer} known
   */
  function isBeginning(word, known) {
    for (const other in known) if (other.startsWith(word) && other !== word) return true;
    return false;
  }

  // ---- Figures

  const SCALES = /** @type {const} */ ([
    ["million", "m", "mn"],
    ["billion", "bn", "b"],
    ["thousand", "k", "k"],
  ]);
  const FIGURE = /(?<![\p{L}\p{N}.,–−-])[£$€]?[-−–+]?[£$€]?\d[\d.,]*\d?\s?(?:million|billion|thousand|bn|mn|m|b|k)?(?![\p{L}\p{N}])%?/giu;
  // What a figure must have, so that it is not a year or the number of a house.
  const TELLING = /[£$€%]|^[-−–+]|\d[.,]\d|million|billion|thousand|\d\s?(?:bn|mn|m|b|k)$/i;

  /**
   * Give the figures of a question as terms, and what is left without them. £100m may be written £100 million, and 7,800 as 7800.
   * Pagefind drops the marks within a figure, so 17.8 is looked up as 178: `check` says whether a text has it as it was typed.
   * @param {string} question
   * @returns {{ terms: Term[], rest: string }}
   */
  function figures(question) {
    /** @type {Term[]} */
    const terms = [];
    const rest = question.replace(FIGURE, (typed) => {
      const text = typed.trim();
      if (!TELLING.test(text)) return typed;
      terms.push(figure(text));
      return " ";
    });
    return { terms, rest };
  }

  /**
   * @param {string} text
   * @returns {Term}
   */
  function figure(text) {
    const digits = (text.match(/\d[\d.,]*/)?.[0] ?? "").replace(/[.,]+$/, "").replaceAll(",", "");
    const sign = text.match(/(million|billion|thousand|bn|mn|m|b|k)%?$/i)?.[1].toLowerCase();
    const scale = SCALES.find((names) => names.some((name) => name === sign));
    const bare = digits.replace(".", "");
    const ways = scale ? [`${bare} ${scale[0]}`, ...new Set(scale.map((name) => `${bare}${name}`))] : [bare];
    return { text, forms: ways.map((way) => ({ term: `"${way}"`, weight: 1 })), check: written(digits, scale) };
  }

  /**
   * Give the pattern of a figure as a page may write it: with or without commas, and its scale in any form.
   * @param {string} digits
   * @param {readonly string[]} [scale]
   */
  function written(digits, scale) {
    const [whole, part] = digits.split(".");
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",?");
    const after = scale ? `\\s?(?:${scale.join("|")})(?![\\p{L}])` : "";
    return new RegExp(`(?<![\\d.,])${grouped}${part ? `\\.${part}` : ""}(?!\\d|[.,]\\d)${after}`, "iu");
  }

  // ---- English words that no page has

  // An ending and what it takes the place of. scripts/vendor_english.py reads them here: what is a word of the list with one of
  // them is left out of it.
  const ENDINGS =
    "s- es- d- ed- ing- ing-e ies-y ied-y ly- ness- less- est- ier-y iest-y ily-y iness-y ally- ship- hood- er- ers- r- rs- ful- able- ment- ion- ion-e ions- ions-e ity- ity-e ive- ive-e ism- ist-";

  /**
   * Make the packaged list of words ready: each was told by how many letters it shares with the one before it, and the rest.
   * @param {string} folded
   * @returns {English}
   */
  function opened(folded) {
    const found = new Set();
    let before = "";
    for (const [, shared, rest] of folded.matchAll(/(\d)([a-z]*)/g)) {
      before = before.slice(0, Number(shared)) + rest;
      found.add(before);
    }
    return found;
  }

  /**
   * Say whether a word is in the list, as it stands or without an ending.
   * @param {string} word
   * @param {English} english
   */
  function isEnglish(word, english) {
    const isOf = (/** @type {string[]} */ [ending, other]) =>
      word.endsWith(ending) && english.has(word.slice(0, word.length - ending.length) + other);
    return english.has(word) || ENDINGS.split(" ").some((pair) => isOf(pair.split("-")));
  }

  // ---- Sentences

  /**
   * Give the pattern of a term in any of its forms.
   * @param {Term} term
   */
  function pattern({ forms: all, check }) {
    if (check) return new RegExp(check.source, "giu");
    const ways = all.map(({ term }) => {
      const isWhole = term.startsWith('"');
      const said = term.replaceAll('"', "").split(" ").map((word) => [...word].join("['’&]?")).join("[^\\p{L}\\p{N}]+");
      return isWhole ? `${said}(?![\\p{L}\\p{N}])` : said;
    });
    return new RegExp(`(?<![\\p{L}\\p{N}])(?:${ways.join("|")})`, "giu");
  }

  // A sentence begins as one and has words enough to say something; what is parted by dots or bars is a row of labels, and what
  // begins with S7 is a source.
  const SENTENCE = /^(?!S\d+ )[\p{Lu}\p{N}“"‘'£{(][^·|]{24,318}[.!?]["”’)]*$/u;

  /**
   * Give the sentence of a text that has the most of the terms, in pieces that are marked where it has one; none, where no sentence has.
   * @param {string} text
   * @param {Term[]} terms
   * @returns {{ text: string, isMark: boolean }[]}
   */
  function sentence(text, terms) {
    const patterns = terms.map(pattern);
    let best = { line: "", held: 0 };
    // Where a mark of a source stood, a space is left before the full stop. Cells of tables are parted by dots.
    const plain = text.replace(/\s+(?=[.,;:!?](?:\s|$))/g, "");
    for (const line of plain.split(/(?<=[.!?]["”’)]*)\s+(?=[\p{Lu}\p{N}“"‘'£(])|\s+·\s*/u)) {
      const held = patterns.filter((one) => line.search(one) >= 0).length;
      if (held > best.held && SENTENCE.test(line) && line.split(" ").length > 4) best = { line, held };
    }
    return best.held ? marked(best.line, patterns) : [];
  }

  /**
   * @param {string} line
   * @param {RegExp[]} patterns
   */
  function marked(line, patterns) {
    const whole = new RegExp(patterns.map((one) => `(?:${one.source})`).join("|"), "giu");
    const pieces = [];
    let at = 0;
    for (const match of line.matchAll(whole)) {
      if (match.index > at) pieces.push({ text: line.slice(at, match.index), isMark: false });
      pieces.push({ text: match[0], isMark: true });
      at = match.index + match[0].length;
    }
    return [...pieces, { text: line.slice(at), isMark: false }];
  }

  return { bases, of, isBeginning, figures, opened, isEnglish, pattern, sentence };
})();
