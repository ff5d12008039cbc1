// How well a page answers a question: what it scores for each term, for words side by side, for what it is. It knows nothing of the page
// and loads nothing, so that it can be tested by itself.
/* global narrow */
/* exported rank */
"use strict";

const rank = (() => {
  // A lesson is what most readers come for, then what is known of an approach or a subject. A list has a little of everything; a manual is for few.
  /** @type {Record<string, number>} */
  const KINDS = { lesson: 2, approach: 1.2, area: 1.2, evidence: 1.2, guide: 1, list: 0.8, manual: 0.4 };
  // Who types a figure alone looks for the record that holds it: a page that repeats it stands after.
  const REPEATS = 0.7;
  // A case without a level of evidence tells less.
  const [STUB, UNRATED] = [0.7, ["0", "not-yet-rated"]];
  // How much a page gains whose name was typed, and one that explains the term that was typed, or asks the question itself.
  const [NAMED, EXPLAINS] = [12, 5];
  // A few pages are all shown. Of more, those are left out that have less than a share of what the fifth best has, which is steadier
  // than the best, and those after the fiftieth.
  const [FEW, FIFTH, WEAK, MOST] = [10, 5, 0.25, 50];
  // A sum of parts may miss the whole by a hair.
  const ALL = 0.999;
  // How much a page loses that has not all the words.
  const COVERAGE = 1.5;
  // How much it gains that has the words side by side.
  const PAIR = 0.5;

  /**
   * Give the score of every page that has a term. Every term counts by how rare it is; a page that has more of them stands
   * above one that has fewer, and one that has two of them side by side, as they were typed, above one that has them apart.
   * @param {Book} book
   * @param {Matches[]} found the pages of each term
   * @param {Matches[]} foundPairs the pages of each two terms side by side
   * @param {string} [name] what was typed, as the name of a page or a term
   * @param {boolean} [isFigure] whether nothing but figures was typed
   * @returns {Map<number, number>}
   */
  function scores(book, found, foundPairs, name = "", isFigure = false) {
    const weights = found.map((pages) => rarity(book, pages));
    const whole = sum(weights);
    const held = new Map();
    found.forEach((pages, n) => {
      for (const [record, { score }] of pages) {
        const before = held.get(record) ?? { score: 0, covered: 0 };
        held.set(record, { score: before.score + weights[n] * score, covered: before.covered + weights[n] });
      }
    });
    const [beside, kind] = [together(book, foundPairs), kindWeight(book, isFigure)];
    const asked = questionOf(book, name);
    const gain = (/** @type {number} */ record, /** @type {boolean} */ hasAll) => {
      if (record === book.names[name]) return NAMED;
      return record === book.terms[name] || (hasAll && record === asked) ? EXPLAINS : 1;
    };
    return new Map(
      [...held].map(([record, { score, covered }]) => {
        const share = (score / whole) * (covered / whole) ** COVERAGE;
        return [record, share * (1 + PAIR * beside(record)) * kind(record) * gain(record, covered >= whole * ALL)];
      }),
    );
  }

  /**
   * Give the page that asks, in a heading, what was typed; what was typed may say more, as "how many people do I need in a trial".
   * @param {Book} book
   * @param {string} name
   */
  function questionOf(book, name) {
    const found = Object.entries(book.questions ?? {}).find(([question]) => ` ${name} `.includes(` ${question} `));
    return found?.[1];
  }

  /**
   * Give the pages of all the forms of a term, each score as a share of the best.
   * @param {Form[]} ways
   * @param {Matches[]} found the pages of each form
   * @returns {Matches}
   */
  function joined(ways, found) {
    const all = new Map();
    found.forEach((pages, n) => {
      for (const [record, { score, data }] of pages) {
        const before = all.get(record);
        all.set(record, { score: (before?.score ?? 0) + ways[n].weight * score, data: before?.data ?? data });
      }
    });
    const best = Math.max(...[...all.values()].map(({ score }) => score), Number.MIN_VALUE);
    return new Map([...all].map(([record, { score, data }]) => [record, { score: score / best, data }]));
  }

  /**
   * Put the pages of a record that was named by its id before all others.
   * @param {Map<number, number>} scored
   * @param {number[]} records
   */
  function first(scored, records) {
    const above = 1 + Math.max(0, ...scored.values());
    return new Map([...scored, ...records.map((record) => /** @type {[number, number]} */ ([record, above]))]);
  }

  /**
   * Give the pages that have what was asked for in more than in passing.
   * @param {Map<number, number>} scored
   */
  function strong(scored) {
    if (scored.size <= FEW) return scored;
    // Pages that are as good as the fiftieth are not let in with it.
    const best = [...scored].sort(([one, score], [other, higher]) => higher - score || one - other).slice(0, MOST);
    const least = WEAK * best[FIFTH - 1][1];
    return new Map(best.filter(([, score]) => score >= least));
  }

  /**
   * Give the share of the pairs that a page has side by side, rare pairs counting more.
   * @param {Book} book
   * @param {Matches[]} foundPairs
   */
  function together(book, foundPairs) {
    const weights = foundPairs.map((pages) => rarity(book, pages));
    const whole = sum(weights) || 1;
    return (/** @type {number} */ record) => sum(weights.filter((_, n) => foundPairs[n].has(record))) / whole;
  }

  /**
   * Say how much a term tells: the more, the fewer pages have it; nothing, where none has.
   * @param {Book} book
   * @param {Matches} pages
   */
  const rarity = (book, pages) => (pages.size ? Math.log(1 + book.count / pages.size) : 0);

  /** @param {number[]} numbers */
  const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

  /**
   * @param {Book} book
   * @param {boolean} isFigure
   */
  function kindWeight(book, isFigure) {
    const [kind, level] = ["kind", "level"].map((key) => book.facets.find((facet) => facet.key === key));
    return (/** @type {number} */ record) => {
      const stub = narrow.valuesOf(level, record).values.some(({ code }) => UNRATED.includes(code)) ? STUB : 1;
      const code = narrow.valuesOf(kind, record).values[0]?.code;
      const weight = KINDS[code] ?? 1;
      return stub * (isFigure && code !== "case" ? Math.min(weight, REPEATS) : weight);
    };
  }

  return { joined, first, strong, scores };
})();
