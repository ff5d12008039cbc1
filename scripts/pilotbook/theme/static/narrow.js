// Which pages stay, how many each value of a facet would leave, and in which order they stand. It knows nothing of the page
// and loads nothing, so that it can be tested by itself.
/* global words */
/* exported narrow */
"use strict";

const narrow = (() => {
  /**
   * Make ready what the build handed in: facets that have a value, and the number of each page by its name in Pagefind.
   * @param {BookData} data
   * @returns {Book}
   */
  function opened(data) {
    const byId = new Map();
    // Outcomes have no page of their own, so search never names one.
    for (let n = 0; n < data.count && data.ids; n++) byId.set(data.ids.slice(n * data.idWidth, (n + 1) * data.idWidth).trim(), n);
    const facets = data.facets.filter((facet) => facet.values.length).map(openedFacet);
    return { ...data, facets, byId, stopWords: new Set(data.stopWords ?? []) };
  }

  /**
   * @param {FacetData} facet
   * @returns {Facet}
   */
  function openedFacet(facet) {
    const isFlag = (/** @type {string} */ code) => facet.flags.includes(code);
    return {
      ...facet,
      values: facet.values.map(([code, label, badge]) => ({ code, label, badge: badge ?? label, isFlag: isFlag(code) })),
      number: new Map(facet.values.map(([code], index) => [code, index])),
    };
  }

  /**
   * Give what a page has of a facet: its values, and apart from them the flags beside them.
   * @param {Facet | undefined} facet
   * @param {number} record
   */
  function valuesOf(facet, record) {
    const all = facet ? facet.sets[facet.of[record]].map((value) => facet.values[value]) : [];
    return { values: all.filter((value) => !value.isFlag), flags: all.filter((value) => value.isFlag) };
  }

  /**
   * Give the words for a direction; one that is only claimed, or of a case that is not rated, says so.
   * @param {string} label
   * @param {string} [caution]
   */
  const warned = (label, caution) => (caution ? `${label} (${caution})` : label);

  // ---- Narrowing: within a facet any value will do; every facet must be met

  /**
   * Give the pages that meet every facet; how many pages each value has, or would add; and, for each facet, how many pages it
   * alone keeps out.
   * @param {Facet[]} facets
   * @param {Iterable<number>} candidates
   * @param {Chosen} chosen
   */
  function byFacets(facets, candidates, chosen) {
    const passes = facets.map((facet) => passing(facet, chosen[facet.key] ?? []));
    const tallies = facets.map((facet) => new Uint32Array(facet.sets.length));
    /** @type {Record<string, number>} */
    const without = {};
    const records = [];
    for (const record of candidates) {
      const failing = failingOf(facets, passes, record);
      if (!failing.length) {
        records.push(record);
        facets.forEach((facet, n) => tallies[n][facet.of[record]]++);
      } else if (failing.length === 1) {
        // What a value of this facet would add, were it chosen too.
        const facet = facets[failing[0]];
        tallies[failing[0]][facet.of[record]]++;
        without[facet.key] = (without[facet.key] ?? 0) + 1;
      }
    }
    const counts = Object.fromEntries(facets.map((facet, n) => [facet.key, spread(facet, tallies[n])]));
    return { records, counts, without };
  }

  /**
   * Say of each set of values whether it meets the facet; null where nothing is chosen.
   * @param {Facet} facet
   * @param {string[]} codes
   */
  function passing(facet, codes) {
    const wanted = codes.map((code) => facet.number.get(code));
    return wanted.length ? facet.sets.map((set) => set.some((value) => wanted.includes(value))) : null;
  }

  /**
   * Give the numbers of the facets that a page fails; where there are two, more do not matter.
   * @param {Facet[]} facets
   * @param {(boolean[] | null)[]} passes
   * @param {number} record
   */
  function failingOf(facets, passes, record) {
    const failing = [];
    for (let n = 0; n < facets.length && failing.length < 2; n++) {
      if (passes[n]?.[facets[n].of[record]] === false) failing.push(n);
    }
    return failing;
  }

  /**
   * Give the number of pages of each value, from the number of pages of each set of values.
   * @param {Facet} facet
   * @param {ArrayLike<number>} tally
   */
  function spread(facet, tally) {
    /** @type {Record<string, number>} */
    const counts = Object.fromEntries(facet.values.map(({ code }) => [code, 0]));
    facet.sets.forEach((set, n) => {
      for (const value of set) counts[facet.values[value].code] += tally[n];
    });
    return counts;
  }

  // ---- Order

  /**
   * Give the pages in order: the best first, or the newest or strongest, and the best of those. Pages stand in the columns
   * lessons first, surest first, then cases, strongest first: that is the order of last resort.
   * @param {Book} book
   * @param {number[]} records
   * @param {Order} order
   * @param {Map<number, number> | null} scored
   * @param {number[]} dates
   */
  function sorted(book, records, order, scored, dates) {
    const score = (/** @type {number} */ record) => scored?.get(record) ?? 0;
    const newest = (/** @type {number} */ record) => dates[record];
    const first = { relevance: score, newest, strongest: strength(book) }[order];
    return [...records].sort((one, other) => first(other) - first(one) || score(other) - score(one) || one - other);
  }

  /**
   * Confidence in a lesson and evidence of a case are different scales; lessons stand first, each by its own.
   * @param {Book} book
   */
  function strength(book) {
    const [confidence, level] = ["confidence", "level"].map((key) => book.facets.find((facet) => facet.key === key));
    return (/** @type {number} */ record) => 100 * height(confidence, record) + height(level, record);
  }

  /**
   * Say how high a page stands in a facet whose values go down: 0 where it has none.
   * @param {Facet | undefined} facet
   * @param {number} record
   */
  function height(facet, record) {
    const set = facet?.sets[facet.of[record]] ?? [];
    return facet && set.length ? facet.values.length - set[0] : 0;
  }

  // ---- Places by name

  /**
   * Give the pages of places whose names hold all the terms, three at most. Subjects are found like other pages.
   * @param {Facet[]} facets
   * @param {string[]} terms
   * @returns {Topic[]}
   */
  function topics(facets, terms) {
    if (!terms.length) return [];
    return facets
      .filter((facet) => facet.folder && facet.key === "place")
      .flatMap(({ title, folder, values }) => values.map(({ code, label }) => ({ title, label, address: `${folder}${code}/` })))
      .filter(({ label }) => isNamed(words.of(label), terms.flatMap(words.of)))
      .slice(0, 3);
  }

  /**
   * @param {string[]} name
   * @param {string[]} terms
   */
  function isNamed(name, terms) {
    return terms.every((term) => name.some((word) => word === term || (term.length > 3 && word.startsWith(term))));
  }

  return { opened, valuesOf, warned, byFacets, spread, sorted, topics };
})();
