// Counts of a few people: in prose as text/counts.py finds them, and in figures as rules/small.py does.
/* exported formcounts */
/* global formpatterns */
"use strict";

const formcounts = (() => {
  const { all, at, has, whole } = formpatterns;
  const WITHHELD = 5;

  /**
   * Give the words and figures of a text, whatever signs stand beside them.
   * @param {string} text
   * @returns {string[]}
   */
  const wordsOf = (text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

  /**
   * Give the number that digits or words mean: "1,032" is 1032, "thirty-six" is 36.
   * @param {string} text
   * @param {CountData} told
   */
  const numberOf = (text, told) =>
    /^\d/.test(text) ? Number(text.replaceAll(",", "")) : text.toLowerCase().split(/[- ]/).reduce((sum, word) => sum + (told.words[word] ?? 0), 0);

  /**
   * Give the number that one small word means; 0 where it means none, or a year.
   * @param {string} word
   * @param {CountData} told
   */
  function numberOfWord(word, told) {
    if (/^[0-9]+$/.test(word)) return /^(?:19|20)\d\d$/.test(word) ? 0 : Number(word);
    return told.words[word] ?? (/^\p{Nd}/u.test(word) ? 1000 : 0);
  }

  /**
   * Say whether a unit counts people: "families", "young people in care", "staff"; not "family hubs" or "GBP a family".
   * @param {string} unit
   * @param {CountData} told
   */
  function isPeople(unit, told) {
    if (has(told.patterns.nobody, unit)) return false;
    const low = unit.toLowerCase();
    const head = low.slice(0, all(told.patterns.head, low)[0]?.index ?? low.length);
    const last = head.trim().split(/\s+/).pop() ?? "";
    return has(told.patterns.unit, head) || (last !== "" && told.staff.includes(last.replace(/s$/, "")));
  }

  /**
   * Give each count of a few people in a text, and each share of fewer than the least base; one for each place.
   * @param {string} text
   * @param {CountData} told
   * @param {boolean} isAbout whether what holds the text counts people, so that a number without a noun is one of them
   * @returns {FewPeople[]}
   */
  function inText(text, told, isAbout) {
    const words = wordsOf(text);
    const isHinted = words.some((word) => told.few.includes(word));
    if (text.length < 5 || (!isHinted && !words.some((word) => numberOfWord(word, told)))) return [];
    if (!isAbout && !speaksOfPeople(words, told)) return [];
    // Lines break anywhere in a text, and emphasis stands around any word.
    const flat = text.replace(/[*_]/g, "").replace(/[\u2010\u2011]/g, "-").split(/\s+/).filter(Boolean).join(" ");
    const found = [...plain(flat, told), ...parts(flat, told), ...rates(flat, told), ...workedOut(flat, told)];
    /** @type {FewPeople[]} */
    const kept = [];
    for (const each of found.sort((one, other) => one.start - other.start || Number(one.isDerived) - Number(other.isDerived))) {
      const last = kept[kept.length - 1];
      if (!last || each.start >= last.start + last.words.length) kept.push(each);
    }
    return kept;
  }

  /**
   * @param {string[]} words
   * @param {CountData} told
   */
  const speaksOfPeople = (words, told) => {
    // A word for people, or each part of one: "asylum-seekers", "15-year-olds".
    const hints = new Set([...Object.keys(told.people), ...Object.values(told.people), "olds"].flatMap(wordsOf));
    return words.some((word) => hints.has(word));
  };

  /** @param {RegExpExecArray} match */
  const few = ({ 0: words, index }, isDerived = false) => ({ words: words.trim(), start: index + words.length - words.trimStart().length, isDerived });

  /**
   * Give "two mothers", "n = 3", "the only family", "both sisters".
   * @param {string} text
   * @param {CountData} told
   */
  function plain(text, told) {
    const { patterns, most, base } = told;
    const counted = (/** @type {boolean} */ isOne) => (/** @type {RegExpExecArray} */ match) => {
      const before = text.slice(Math.max(0, match.index - 14), match.index);
      const number = numberOf(match.groups?.first ?? "", told);
      const isTold = has(patterns.withheld, before) && number < WITHHELD;
      if (has(patterns.labelled, before) && !isTold) return false;
      // "The authors, two of whom": whom a number is of was said before, in the same sentence.
      const said = text.slice(0, match.index).split(/[.!?] /).pop() ?? "";
      if (!isOne && match.groups?.them === "whom" && !speaksOfPeople(wordsOf(said), told)) return false;
      // "One families" is part of a name; "one child" is a count.
      return number >= 1 && number <= most && (number === 1) === isOne;
    };
    return [
      ...all(patterns.count, text).filter(counted(false)),
      ...all(patterns.one, text).filter(counted(true)),
      ...all(patterns.n, text).filter(({ groups }) => Number(groups?.first) >= 1 && Number(groups?.first) < base),
      ...all(patterns.only, text),
      ...(most >= 2 ? all(patterns.both, text) : []),
    ].map((match) => few(match));
  }

  /**
   * Give "three of the four families", "36 of 37", "all but one of the pupils".
   * @param {string} text
   * @param {CountData} told
   */
  function parts(text, told) {
    const { patterns, most } = told;
    const found = [];
    for (const match of [...all(patterns.of, text), ...all(patterns.slash, text)]) {
      const [part, total] = [numberOf(match.groups?.first ?? "", told), numberOf(match.groups?.whole ?? "", told)];
      if (part <= total && countsPeople(match, told) && (part <= most || isFew(total - part, most))) found.push(few(match, part > most));
    }
    const allBut = all(patterns.allBut, text).filter((match) => isFew(numberOf(match.groups?.first ?? "", told), most) && countsPeople(match, told));
    return [...found, ...allBut.map((match) => few(match))];
  }

  /**
   * @param {number} number
   * @param {number} most
   */
  const isFew = (number, most) => number >= 1 && number <= most;

  /**
   * Say whether what a part is of are people, or is not said beside it.
   * @param {RegExpExecArray} match
   * @param {CountData} told
   */
  function countsPeople({ groups: { first = "", noun, thing } = {} }, told) {
    if (noun || (thing && whole(told.patterns.verb, ` ${thing}`))) return true;
    // "36 of 37" is a count; "one of thirteen", "five of five" may be of anything.
    return /^\d/.test(first) && (!thing || told.after.includes(thing));
  }

  /**
   * Give "67% of nine families", "half of the eight men", "97% of 37 pupils".
   * @param {string} text
   * @param {CountData} told
   */
  function rates(text, told) {
    const found = [];
    for (const match of all(told.patterns.rate, text)) {
      const said = (match.groups?.share ?? "").toLowerCase();
      const total = numberOf(match.groups?.whole ?? "", told);
      const part = rounded((told.shares[said] ?? Number(said.replace(/[^\d.]/g, "")) / 100) * total);
      if ((total > 0 && total < told.base) || isFew(part, told.most) || isFew(total - part, told.most)) found.push(few(match, total >= told.base));
    }
    return found;
  }

  /**
   * Round as Python does: a half to the even number.
   * @param {number} number
   */
  const rounded = (number) => (number % 1 === 0.5 ? 2 * Math.round(number / 2) : Math.round(number));

  /**
   * Give the second of two counts in one sentence whose difference is a few people, and what is left of a total.
   * @param {string} text
   * @param {CountData} told
   */
  function workedOut(text, told) {
    const { patterns } = told;
    const found = [];
    let place = 0;
    for (const sentence of text.split(new RegExp(patterns.sentence[0], "u"))) {
      const start = text.indexOf(sentence, place);
      place = start + sentence.length;
      /** @type {Counted[]} */
      const counts = [];
      for (const match of all(patterns.number, sentence)) {
        const number = numberOf(match[0], told);
        const noun = at(patterns.count, sentence, match.index);
        const isYear = number >= 1900 && number <= 2100 && !match[0].includes(",");
        if (!isYear && (noun || (counts.length && at(patterns.verb, sentence, match.index + match[0].length)))) {
          counts.push({ number, match, noun: told.people[(noun?.groups?.noun ?? "").toLowerCase()] ?? "" });
        }
      }
      found.push(...differences(counts, told.most).map((match) => ({ words: match[0], start: start + match.index, isDerived: true })));
    }
    return found;
  }

  /**
   * @param {Counted[]} counts
   * @param {number} most
   */
  function differences(counts, most) {
    const found = pairs(counts)
      .filter(([one, other]) => isFew(Math.abs(one.number - other.number), most) && (one.noun === other.noun || !other.noun))
      .map(([, other]) => other.match);
    for (let start = 0; start < counts.length - 2; start++) {
      let left = counts[start].number;
      counts.slice(start + 1).forEach(({ number, match, noun }, place) => {
        left -= number;
        if (place && isFew(left, most) && !noun) found.push(match);
      });
    }
    return found;
  }

  /**
   * @template Kind
   * @param {Kind[]} items
   * @returns {[Kind, Kind][]}
   */
  const pairs = (items) => items.flatMap((one, place) => items.slice(place + 1).map((other) => /** @type {[Kind, Kind]} */ ([one, other])));

  // ---- Figures

  /**
   * Give the counts of people that a part of a record holds.
   * @param {FormPart} part
   * @param {Set<string>} open labels of the sources that anybody can open
   * @param {CountData} told
   * @returns {TypedCount[]}
   */
  function counts({ model, item, path }, open, told) {
    const isPublic = list(item.source).some((label) => open.has(label));
    const noun = (/** @type {string} */ unit) => unit.toLowerCase().split(/\s+/).find((word) => Object.hasOwn(told.people, word)) ?? "";
    const unit = String((model === "Sample" ? item.of : item.unit) ?? "");
    if (!["Figure", "Effect", "Sample"].includes(model) || !isPeople(unit, told)) return [];
    if (model === "Sample") {
      const names = ["treated", "comparison", "analysed"].filter((name) => Number.isInteger(numeric(item[name])));
      return names.map((name) => ({ number: numeric(item[name]), noun: noun(unit), path: [...path, name], isPublic }));
    }
    const value = numeric(item.value);
    // "Fewer than 5" is how a small number is withheld.
    const isWithheld = model === "Figure" && item.qualifier === "less_than" && value >= WITHHELD;
    if (isWithheld || !Number.isInteger(value) || (model === "Effect" && item.type !== "difference")) return [];
    return [{ number: Math.abs(value), noun: noun(unit), path: [...path, "value"], isPublic }];
  }

  /** @param {unknown} value */
  const numeric = (value) => (typeof value === "string" && /^\s*-?\d+(\.\d+)?\s*$/.test(value) ? Number(value) : NaN);

  /** @param {unknown} value */
  const list = (value) => (Array.isArray(value) ? value.filter((each) => typeof each === "string") : []);

  /**
   * Give typed counts that need an answer, and those from which a few people can be worked out: [path, what].
   * @param {FormPart[]} every
   * @param {Set<string>} open
   * @param {CountData} told
   * @returns {[FormPath, string][]}
   */
  function typed(every, open, told) {
    const { most } = told;
    const found = every.flatMap((part) => counts(part, open, told));
    const range = `(1 to ${most})`;
    /** @type {[FormPath, string][]} */
    const few = found.filter(({ number, isPublic }) => isFew(number, most) && !isPublic).map(({ path }) => [path, `counts a few people ${range}`]);
    const apart = `lets a few people ${range} be worked out: it and another figure are that far apart`;
    for (const [one, other] of pairs(found)) {
      // What is not public is named, or what stands later.
      if (alike(one, other) && isFew(Math.abs(one.number - other.number), most)) few.push([(other.isPublic ? one : other).path, apart]);
    }
    if (found.some(({ isPublic }) => !isPublic)) few.push(...left(found, most, apart.replace("another figure", "two other figures")));
    const outcomes = every.filter(({ model }) => model === "Outcome");
    return [...few, ...outcomes.flatMap((outcome) => shares(outcome, open, told))];
  }

  /**
   * @param {TypedCount[]} found
   * @param {number} most
   * @param {string} what
   */
  function left(found, most, what) {
    /** @type {[FormPath, string][]} */
    const few = [];
    for (const total of found) {
      for (const [one, other] of pairs(found.filter(({ number }) => number < total.number))) {
        if (isFew(total.number - one.number - other.number, most) && alike(total, one) && alike(total, other, one)) few.push([other.path, what]);
      }
    }
    return few;
  }

  /**
   * Say whether counts are of the same people, and not all of them public already.
   * @param {TypedCount} one
   * @param {TypedCount[]} others
   */
  const alike = (one, ...others) =>
    others.every((each) => !each.noun || !one.noun || each.noun === one.noun) && ![one, ...others].every(({ isPublic }) => isPublic);

  /**
   * Give percentages from which, with their sample, a few people can be worked out.
   * @param {FormPart} outcome
   * @param {Set<string>} open
   * @param {CountData} told
   * @returns {[FormPath, string][]}
   */
  function shares({ item, path }, open, told) {
    const sample = item.n ?? {};
    if (typeof sample.of !== "string" || "missing" in sample || !isPeople(sample.of, told)) return [];
    const [treated, others] = [numeric(sample.treated) || numeric(sample.analysed), numeric(sample.comparison)];
    const isOpen = (/** @type {any} */ fact) => ![fact, sample].every(({ source }) => list(source).some((label) => open.has(label)));
    /** @type {Map<number, Share[]>} */
    const known = new Map();
    const add = (/** @type {number} */ base, /** @type {FormPath} */ place, /** @type {string} */ name, /** @type {number} */ percent, /** @type {any} */ fact) => {
      if (base && !Number.isNaN(percent)) known.set(base, [...(known.get(base) ?? []), { path: [...path, ...place], name, part: (percent / 100) * base, isOpen: isOpen(fact) }]);
    };
    const compared = item.comparison ?? {};
    for (const [place, fact, base] of /** @type {[FormPath, any, number][]} */ ([
      [["baseline"], item.baseline, treated], [["result"], item.result, treated],
      [["comparison", "baseline"], compared.baseline, others], [["comparison", "result"], compared.result, others],
    ])) {
      if (fact?.unit === "%" && !("missing" in fact)) add(base, [...place, "value"], String(place[place.length - 1]), numeric(fact.value), fact);
    }
    for (const [name, base] of /** @type {[string, number][]} */ ([["treated", treated], ["comparison", others]])) {
      if (item.attrition) add(base, ["attrition", name], name, numeric(item.attrition[name]), item.attrition);
    }
    return [...known].flatMap(([base, of]) => ofBase(base, of, told));
  }

  /**
   * @param {number} base
   * @param {Share[]} of
   * @param {CountData} told
   */
  function ofBase(base, of, told) {
    const isNear = (/** @type {number} */ number) => number >= 0.5 && number < told.most + 0.5;
    /** @type {[FormPath, string][]} */
    const found = [];
    for (const { path, part, isOpen } of of) {
      if (isOpen && base < told.base) found.push([path, `is a share of fewer than ${told.base} people`]);
      else if (isOpen && (isNear(part) || isNear(base - part))) found.push([path, `and the sample size let a few people (1 to ${told.most}) be worked out`]);
    }
    for (const [one, other] of pairs(of)) {
      if ((one.isOpen || other.isOpen) && isNear(Math.abs(one.part - other.part))) found.push([other.path, `and another share of the same sample let a few people (1 to ${told.most}) be worked out`]);
    }
    return found;
  }

  return { inText, isPeople, typed };
})();
