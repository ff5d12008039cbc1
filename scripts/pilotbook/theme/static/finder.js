// The engine behind search, explorer and suggestions: what a question asks for is understood (words.js, slips.js, forms.js), looked up
// (lookup.js), ranked (rank.js) and narrowed by facets (narrow.js). It shows nothing itself.
/* global forms, lookup, narrow, rank, shelf, slips, words */
/* exported finder */
"use strict";

const finder = (() => {
  // ---- What a question asks for

  /**
   * Give what a question asks for: its terms, the pairs of words side by side, which words were slips, and which no page has.
   * @param {string} question
   * @param {{ isExact: boolean, isUnfinished: boolean }} how
   */
  async function understood(question, { isExact, isUnfinished }) {
    const { stopWords, count, common, abbreviations } = await shelf.columns();
    const { terms, rest } = words.split(question);
    const all = words.of(rest);
    const typed = terms.length ? [...new Set(words.telling(all, stopWords))] : words.asked(all, stopWords);
    const lists = { drawer: shelf.drawer, english: shelf.english };
    const capitals = words.capitals(rest);
    const readings = await Promise.all(
      typed.map(async (word, n) => {
        const short = words.shortOf(word, abbreviations);
        // Typed in capitals it is no beginning of a word.
        const isBegun = isUnfinished && n === typed.length - 1 && !(short && capitals.has(word));
        const isShort = Boolean(short) || capitals.has(word);
        const read = await slips.reading(word, { isUnfinished: isBegun, isExact, isShort, stopWords }, lists);
        if (!short || isExact) return read;
        return { ...read, forms: [...read.forms, ...words.longForms(short, abbreviations)], long: abbreviations[short][0] };
      }),
    );
    const shorter = isExact ? new Map() : words.shortened(all, abbreviations);
    const known = readings.filter((reading) => reading.forms.length);
    const asked = words.distinct(known).map(({ word, meant, forms: ways }) => ({
      text: meant ?? word,
      // A page that has "EHC" has all three words of it.
      forms: [...ways, ...[...(shorter.get(word) ?? [])].map((short) => ({ term: `"${short}"`, weight: 0.9 }))],
    }));
    const mended = known.flatMap(({ word, meant }) => (meant ? [/** @type {Slip} */ ([word, meant])] : []));
    // In a very large book, words that stand everywhere cost the most to look up.
    const gap = count > common ? 0 : 2;
    const missing = readings.filter((reading) => !reading.forms.length);
    const longs = readings.flatMap(({ long }) => long ?? []);
    return { terms: [...terms, ...asked], pairs: words.pairsOf(all, known, gap), slips: mended, missing, longs };
  }

  /**
   * Give the score of every page that has one of the terms, and the terms that none has.
   * @param {string} question
   * @param {Term[]} terms
   * @param {Term[]} pairs
   */
  async function scored(question, terms, pairs) {
    const rare = await Promise.all(pairs.map(withoutCommon));
    const [found, foundPairs] = await Promise.all([
      Promise.all(terms.map((term) => lookup.matches(term))),
      Promise.all(rare.map((pair) => lookup.matches(pair, false))),
    ]);
    const book = await shelf.columns();
    const isFigure = terms.every(({ check }) => check);
    const scores = rank.scores(book, found, foundPairs, words.telling(words.of(question), book.stopWords).join(" "), isFigure);
    return { scores, nowhere: terms.filter((_, n) => !found[n].size) };
  }

  /**
   * Give a pair without the forms that hold a word answered from a list of its own, and none where one was typed: to look such a word up
   * costs the most.
   * @param {Term} pair
   * @returns {Promise<Term>}
   */
  async function withoutCommon(pair) {
    const hasCommon = async (/** @type {string} */ text) => (await Promise.all(text.split(" ").map(shelf.isCommon))).some(Boolean);
    if (await hasCommon(pair.text)) return { ...pair, forms: [] };
    const common = await Promise.all(pair.forms.map(({ term }) => hasCommon(term.replaceAll('"', ""))));
    return { ...pair, forms: pair.forms.filter((_, n) => !common[n]) };
  }

  /**
   * Give the pages of the record that a question names by its id, or by the last four signs of it.
   * @param {string} question
   * @param {boolean} isUnfinished
   * @returns {Promise<{ records: number[], isSure: boolean }>}
   */
  async function named(question, isUnfinished) {
    const { id, isSure } = words.idOf(question);
    if (!id || (!isSure && (await isWord(id.toLowerCase(), isUnfinished)))) return { records: [], isSure: false };
    const ids = Object.entries(await shelf.load("ids"));
    return { records: ids.filter(([end]) => end === id || (!isSure && end.endsWith(`-${id}`))).map(([, record]) => record), isSure };
  }

  /**
   * Say whether a page has a word; while a reader types, whether one begins so.
   * @param {string} word
   * @param {boolean} isUnfinished
   */
  async function isWord(word, isUnfinished) {
    const known = await shelf.drawer(word[0]);
    return Object.hasOwn(known, word) || (isUnfinished && Object.keys(known).some((other) => other.startsWith(word)));
  }

  /**
   * Find pages: by what was typed, then by facets, {facet: [codes]}. Pages that have what was asked for only in passing are left
   * out and counted (`weaker`), unless `isAll`.
   * @param {Question} asked
   * @returns {Promise<Answer>}
   */
  async function find({ question = "", chosen = {}, order = "relevance", isExact = false, isUnfinished = false, isAll = false }) {
    // The engine comes while the words are read, not after them; what goes wrong is told where it is used.
    if (question.trim()) lookup.start();
    const book = await shelf.columns();
    const id = await named(question, isUnfinished);
    // What is an id is no slip of a word.
    const how = { isUnfinished, isExact: isExact || id.records.length > 0 };
    const { terms, pairs, missing, slips: mended, longs } = await understood(id.isSure ? "" : question, how);
    const { scores: byWords, nowhere } = await scored(question, terms, pairs);
    const scores = question.trim() ? rank.first(byWords, id.records) : null;
    const strong = scores && !isAll ? rank.strong(scores) : scores;
    const { records, counts, without } = narrow.byFacets(book.facets, strong?.keys() ?? Array(book.count).keys(), chosen);
    const dates = order === "newest" ? (await shelf.load("orders")).dates : [];
    const weaker = scores && strong ? scores.size - strong.size : 0;
    // A phrase, a figure or an abbreviation that no page has is told as a word is.
    const lacking = [...missing, ...nowhere.map(({ text }) => ({ word: text, forms: [] }))];
    const told = { slips: mended, missing: id.records.length ? [] : lacking, weaker, terms, longs };
    return { records: narrow.sorted(book, records, order, scores, dates), counts, without, ...told };
  }

  /**
   * Give the sentence of a page that has the most of the terms, in pieces.
   * @param {number} record
   * @param {Term[]} terms
   */
  async function sentence(record, terms) {
    for (const term of terms) {
      const result = (await lookup.matches(term)).get(record);
      if (result?.data) return forms.sentence((await result.data()).content, terms);
    }
    return [];
  }

  /**
   * Give the pages of places whose names hold the words.
   * @param {Term[]} terms
   */
  async function topics(terms) {
    return narrow.topics((await shelf.columns()).facets, terms.map(({ text }) => text));
  }

  /**
   * Give what a page has of a facet: its values, and the flags beside them.
   * @param {number} record
   * @param {string} key
   */
  async function valuesOf(record, key) {
    return narrow.valuesOf((await shelf.columns()).facets.find((facet) => facet.key === key), record);
  }

  const { receive, load, columns, cards, href } = shelf;
  return { receive, unpack: lookup.unpack, load, columns, cards, href, find, topics, sentence, valuesOf };
})();
