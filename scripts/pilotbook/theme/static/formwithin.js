// Rules that weigh one part of a record against another, as the checker has them (rules/within.py, gaps.py, dates.py, labels.py, small.py).
// They are given a record whose texts have no blanks around them; what has not the shape that they look for they pass over.
/* exported formwithin */
/* global formpatterns, formrecord, formunits */
"use strict";

const formwithin = (() => {
  const { counted, entries, isGroup, modelOf, oneOf, problem, shown } = formrecord;
  const LEAST_LEVEL = 50;

  /**
   * Give every problem of one part of a record with another.
   * @param {Record<string, any>} record
   * @param {FormPart[]} parts
   * @param {FormDeclaration} declaration
   * @returns {FormProblem[]}
   */
  const problems = (record, parts, declaration) => [
    ...numbersTraced(record, declaration),
    ...stageFits(record),
    ...datesInOrder(record),
    ...datesCanBe(record, parts, declaration),
    ...endedWithResult(record),
    ...outcomes(record),
    ...costsOwned(record),
    ...formunits.problems(parts, declaration),
    ...parts.filter(({ model }) => model === "Missing").flatMap((gap) => gapBacked(gap, record)),
    ...sourcesUsed(record, parts),
    ...answersWhole(record, parts, declaration),
  ];

  /**
   * Give the entries of a list that are groups, each with its number there.
   * @param {any} list
   * @returns {[Record<string, any>, number][]}
   */
  const numbered = (list) => (Array.isArray(list) ? list.map((entry, index) => /** @type {[any, number]} */ ([entry, index])).filter(([entry]) => isGroup(entry)) : []);

  /** @param {any} value */
  const isGiven = (value) => isGroup(value) && !("missing" in value);

  // ---- Numbers in words

  /**
   * Give numbers that are typed into a text again, and references that lead to no figure.
   * @param {Record<string, any>} record
   * @param {FormDeclaration} declaration
   */
  function numbersTraced(record, declaration) {
    const { reference: patterns } = declaration;
    /** @type {[FormPath, any][]} */
    const texts = [[["summary"], record.summary], [["tried"], record.tried], ...numbered(record.lessons).map(([{ because }, index]) => /** @type {[FormPath, any]} */ ([["lessons", index, "because"], because]))];
    const told = texts.filter(([, text]) => typeof text === "string").flatMap(([path, text]) => [
      ...stray(text, patterns).map((number) => problem(path, "number-traced", `the number '${number}' is typed into the text`, "Refer to the figure by its label, such as {O1.result}, or use words.")),
      ...references(text, patterns).filter((name) => !leads(name, record, declaration)).map((name) =>
        problem(path, "reference-known", `'{${name}}' leads to no figure here`, "Name a figure that is given here, such as {O1.result}, {C1.planned} or {F1}.")),
    ]);
    const title = typeof record.title === "string" ? record.title : "";
    return [
      ...references(title, patterns).map((name) => problem(["title"], "reference-known", `'{${name}}' stands in the title`, "A title holds no figure; leave it to the summary.")),
      ...stray(title, patterns).map((number) => problem(["title"], "number-traced", `the number '${number}' is typed into the text`, "A title holds no figure; leave it to the summary, or use words.")),
      ...told,
    ];
  }

  /**
   * @param {string} text
   * @param {Record<string, FormPattern>} patterns
   */
  const references = (text, patterns) => formpatterns.all(patterns.braces, text).map(([found]) => found.slice(1, -1));

  /**
   * Give the first number in a text that is neither a year nor inside a reference.
   * @param {string} text
   * @param {Record<string, FormPattern>} patterns
   */
  function stray(text, patterns) {
    const rest = formpatterns.without(patterns.years, formpatterns.without(patterns.braces, text, " "), "");
    return formpatterns.all(patterns.number, rest).slice(0, 1).map(([number]) => number.replace(/[.,]+$/, ""));
  }

  /**
   * Say whether a reference leads to a figure.
   * @param {string} name "O1.n.analysed"
   * @param {Record<string, any>} record
   * @param {FormDeclaration} declaration
   */
  function leads(name, record, declaration) {
    const [label, ...steps] = name.split(".");
    for (const [list, model] of [["outcomes", "Outcome"], ["costs", "Cost"], ["context.figures", "ContextFigure"]]) {
      const item = entries(record, list).find(({ id }) => id === label);
      if (item) return follow(item, model, model === "ContextFigure" && steps[0] !== "figure" ? ["figure", ...steps] : steps, declaration);
    }
    return false;
  }

  /**
   * @param {any} item
   * @param {string} model
   * @param {string[]} steps
   * @param {FormDeclaration} declaration
   */
  function follow(item, model, steps, declaration) {
    for (const [index, step] of steps.entries()) {
      const field = isGroup(item) ? declaration.models[model]?.fields.find((each) => each.name === step) : undefined;
      if (!field) return false;
      const value = item[step] ?? field.default;
      if (["Sample", "Effect", "Figure"].includes(model) && typeof value === "string") return index === steps.length - 1;
      [item, model] = [value, isGroup(value) ? modelOf(field, value) : ""];
    }
    return model === "Figure" || model === "Effect";
  }

  // ---- Dates

  /** @param {any} date */
  const isDate = (date) => typeof date === "string" && /^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$/.test(date);

  /** @param {string} date */
  const earliest = (date) => `${date}-01-01`.slice(0, 10);

  /** @param {string} date */
  function latest(date) {
    if (date.length === 10) return date;
    const [year, month = 12] = date.split("-").map(Number);
    return `${date.slice(0, 4)}-${String(month).padStart(2, "0")}-${new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate()}`;
  }

  /** @param {Record<string, any>} record */
  function datesInOrder(record) {
    const { start = {}, end = {} } = isGroup(record.dates) ? record.dates : {};
    /** @type {[FormPath, any, any][]} */
    const spans = [
      ...numbered(record.cycles).map(([cycle, index]) => /** @type {[FormPath, any, any]} */ ([["cycles", index, "end"], cycle.start, cycle.end])),
      [["dates", "end", "planned"], start.planned, end.planned],
      [["dates", "end", "actual"], start.actual, end.actual],
    ];
    const found = spans.filter(([, from, to]) => isDate(from) && isDate(to) && earliest(from) > latest(to)).map(([path, from, to]) =>
      problem(path, "dates-in-order", `'end' ${to} is before 'start' ${from}`, "Swap them, or correct one."));
    const { reviewed_on: last, review_by: next } = record;
    if (!isDate(last) || !isDate(next) || next > last) return found;
    return [...found, problem(["review_by"], "dates-in-order", `the next review, ${next}, is not after the last one, ${last}`, "Set a date within a year of the last review.")];
  }

  /**
   * Give dates of what has happened that lie after somebody last looked.
   * @param {Record<string, any>} record
   * @param {FormPart[]} parts
   * @param {FormDeclaration} declaration
   */
  function datesCanBe(record, parts, declaration) {
    const { reviewed_on: reviewed, review_by: next } = record;
    const { looked, happened } = declaration.dates;
    if (!isDate(reviewed) || !isDate(next)) return [];
    const dates = parts.flatMap(({ item, path, model }) =>
      declaration.models[model].fields.filter(({ kind, name }) => ["date", "when"].includes(kind) && isDate(item[name])).map(({ name, label }) => ({ path: [...path, name], name, label, date: String(item[name]) })));
    const last = [reviewed, ...dates.filter(({ name, date }) => looked.includes(name) && date <= next).map(({ date }) => date)].sort().pop();
    const early = dates.filter(({ name, date }) => looked.includes(name) && date > next && next > reviewed).map(({ path, label, date }) =>
      problem(path, "dates-can-be", `'${label}' ${date} is after 'Review by' ${next}`, "Correct the date; or check the whole record, and set 'Reviewed on' and 'Review by'."));
    const late = dates.filter(({ name, date }) => happened.includes(name) && earliest(date) > last).map(({ path, name, label, date }) => {
      const mend = name === "actual" ? "Correct the date, or write it as planned if it is still to come." : "Correct the date, or 'Reviewed on' if the record was checked since.";
      return problem(path, "dates-can-be", `'${label}' ${date} is after ${last}, when somebody last looked`, mend);
    });
    const unread = numbered(record.sources).filter(([{ published, accessed }]) => isDate(published) && isDate(accessed) && earliest(published) > accessed).map(([{ published, accessed }, index]) =>
      problem(["sources", index, "published"], "dates-can-be", `the source came out in ${published}, after it was read on ${accessed}`, "Correct one of the two dates."));
    const judged = record.rating?.judged_on;
    const rating = isDate(judged) && judged > next ? [problem(["rating", "judged_on"], "dates-can-be", `it was judged on ${judged}, after the next review is due`, "Correct the date, or 'Review by'.")] : [];
    return [...early, ...late, ...unread, ...rating];
  }

  /** @param {Record<string, any>} record */
  function stageFits(record) {
    const [started, ended] = [record.dates?.start?.actual, record.dates?.end?.actual];
    const { stage } = record;
    const told = (/** @type {string} */ done, /** @type {string} */ mend) => [problem(["stage"], "stage-fits", `the stage is '${stage}', but it ${done}`, mend)];
    if (["announced", "planned"].includes(stage) && (started || ended)) {
      return told(ended ? `ended in ${ended}` : `started in ${started}`, `Use '${ended ? "ended" : "live"}', or write the date as planned.`);
    }
    return ["live", "paused"].includes(stage) && ended ? told(`ended in ${ended}`, "Use 'ended' or 'stopped early', or write the date as planned.") : [];
  }

  // ---- Outcomes and costs

  /** @param {Record<string, any>} record */
  function endedWithResult(record) {
    if (!["ended", "stopped_early"].includes(record.stage) || (Array.isArray(record.outcomes) && record.outcomes.length)) return [];
    return [problem(["stage"], "ended-with-result", "the pilot has ended, but no outcome is listed", "Add the outcome it was meant to change, with the reason if there is no result.")];
  }

  /** @param {Record<string, any>} record */
  const outcomes = (record) =>
    numbered(record.outcomes).flatMap(([outcome, index]) => {
      const path = ["outcomes", index];
      const { finding, effect } = outcome;
      const isShown = [outcome.result, effect, outcome.explanation].some(isGiven);
      const unshown = typeof finding === "string" && finding !== "not_known" && !isShown;
      const fault = isGiven(effect) ? interval(effect) : null;
      return [
        ...(unshown ? [problem([...path, "finding"], "finding-shown", `the finding is '${finding}', but nothing is published to show it`, "Use 'not known', and put what is said under 'Claim'.")] : []),
        ...(fault ? [problem([...path, "effect", effect.ci_low === undefined ? "ci_high" : "ci_low"], "interval", ...fault)] : []),
      ];
    });

  /**
   * Give [what, mend] for an interval that cannot be right.
   * @param {Record<string, any>} effect
   * @returns {[string, string] | null}
   */
  function interval(effect) {
    const [low, high, level, value] = ["ci_low", "ci_high", "ci_level", "value"].map((name) => (effect[name] === undefined ? undefined : Number(effect[name])));
    if ([low, high, level, value].some(Number.isNaN)) return null;
    if (low === undefined && high === undefined) return level ? ["the interval has a level but no ends", "Add both ends, or take the level out."] : null;
    if (low === undefined || high === undefined) return ["the interval has one end only", "Add the other end, or leave both out."];
    if (low > high) return [`the interval runs down, from ${effect.ci_low} to ${effect.ci_high}`, "Swap the two ends, or check their signs."];
    if (value !== undefined && (value < low || value > high)) return [`the effect ${effect.value} lies outside its interval ${effect.ci_low} to ${effect.ci_high}`, "Check the three numbers, and their signs, in the source."];
    if (level === undefined) return ["the interval has no level", "Add the level, usually 95."];
    return level < LEAST_LEVEL ? [`an interval of ${effect.ci_level}% would hold next to nothing`, "Write it in per cent, such as 95."] : null;
  }

  /** @param {Record<string, any>} record */
  const costsOwned = (record) =>
    numbered(record.costs).flatMap(([cost, index]) => {
      const isClaim = ["saving_claimed", "benefit_claimed"].includes(cost.type);
      const path = ["costs", index];
      if (isClaim) return cost.of === undefined ? [] : [problem([...path, "of"], "cost-of", `'${cost.id}' is a claim, and no cost`, "Leave out what the sum is of.")];
      if (cost.of !== undefined || ![cost.planned, cost.actual].some(isGiven)) return [];
      return [problem(path, "cost-of", `'${cost.id}' does not say what the sum is of`, "Choose it: the pilot, the programme, the evaluation, or a later phase.")];
    });

  // ---- Gaps, sources, answers

  /**
   * @param {FormPart} gap
   * @param {Record<string, any>} record
   */
  function gapBacked({ item, path }, record) {
    const fault = typeof item.missing === "string" ? unbacked(item, record, path[0] === "sources") : null;
    return fault ? [problem([...path, "missing"], "gap-backed", ...fault)] : [];
  }

  /**
   * Give [what, mend] for a reason that lacks what it needs.
   * @param {Record<string, any>} gap
   * @param {Record<string, any>} record
   * @param {boolean} isOfSource
   * @returns {[string, string] | null}
   */
  function unbacked(gap, record, isOfSource) {
    const reason = gap.missing;
    const labels = Array.isArray(gap.source) ? gap.source : [];
    if (reason === "not_found" && !gap.search) return ["'not found' names no search", "Name the search; it is told once, under 'Searches'."];
    if (reason !== "not_found" && gap.search) return [`'${reason.replaceAll("_", " ")}' has a search, which belongs to 'not found'`, "Take the search out, or choose 'searched for, not found'."];
    if (gap.said_by && !gap.said_on) return ["who said so is told without the day", "Add the day on which the partner said so."];
    if (reason === "not_published" && !isOfSource && !gap.said_by && !(labels.length && gap.locator)) {
      return ["'not published' names nobody who says so", "Name the source and where it says so, or the partner who told us. If you only have not seen it, choose 'not in the part we read' or 'searched for, not found'."];
    }
    if (reason !== "not_read") return null;
    const seen = new Map(entries(record, "sources").map((source) => [source.id, source.seen]));
    const whole = labels.find((label) => seen.get(label) === "full");
    if (whole) return [`'not read' names ${whole}, which was read in full`, "Name a source that was not, or choose another reason."];
    if (isOfSource || [...seen.values()].some((each) => each !== "full")) return null;
    return ["'not read' stands here, but every source was read in full", "Choose 'searched for, not found' with a search, or a reason of the pilot's."];
  }

  /**
   * @param {Record<string, any>} record
   * @param {FormPart[]} parts
   */
  function sourcesUsed(record, parts) {
    const evidence = entries(record, "lessons").flatMap((entry) => (Array.isArray(entry.evidence) ? entry.evidence : []));
    const used = new Set([
      ...parts.flatMap(({ item }) => (Array.isArray(item.source) ? item.source : [])), ...evidence,
      ...entries(record, "cycles").flatMap(({ stated_in: label }) => (label ? [label] : [])),
    ]);
    const known = new Set(["outcomes", "cycles", "sources"].flatMap((name) => entries(record, name).map(({ id }) => id)));
    // A source that seems unused may be the one that a wrong label means, which has its message already.
    if ([...used].some((label) => !known.has(label))) return [];
    return numbered(record.sources).filter(([{ id }]) => typeof id === "string" && !used.has(id)).map(([{ id }, index]) =>
      problem(["sources", index, "id"], "source-used", `no fact uses the source '${id}'`, "Name it in the fact that it carries, or remove it."));
  }

  /**
   * @param {Record<string, any>} record
   * @param {FormPart[]} parts
   * @param {FormDeclaration} declaration
   */
  function answersWhole(record, parts, declaration) {
    const labels = parts.flatMap(({ item }) => (typeof item.id === "string" ? [item.id] : []));
    const known = new Set([...labels, ...declaration.models[declaration.root].fields.map(({ name }) => name)]);
    const numbers = counted(labels.filter((label) => /\d$/.test(label) && !label.startsWith("TLG")));
    return numbered(record.disclosure).flatMap(([answer, index]) => {
      const path = ["disclosure", index];
      const isOne = (answer.already_published_at === undefined) !== (answer.waiver === undefined);
      const covers = Array.isArray(answer.covers) ? answer.covers : [];
      return [
        ...(isOne ? [] : [problem(path, "disclosure-answer", "an answer for small numbers says where they are already public, or who allows them, one of the two", "Give the public address where they stand, or who allows them.")]),
        ...covers.map((name, entry) => [name, entry]).filter(([name]) => typeof name === "string" && !known.has(name)).map(([name, entry]) =>
          problem([...path, "covers", entry], "disclosure-answer", `${shown(name)} is no part of this record`, numbers.length ? oneOf(numbers) : "Write a label such as O1, or a field such as summary.")),
      ];
    });
  }

  return { problems };
})();
