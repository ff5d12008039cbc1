// What a plan of a test comes to: how many people it needs, in words, and the entry for the record; and the address that holds
// a plan. It shows nothing itself, so that it can be tested by itself; planner.js shows it.
// Sizes are those of statsmodels' NormalIndPower, two-sided, two groups of one size (views/stats/power.py reckons the same).
/* exported plan */
"use strict";

const plan = (() => {
  // How far apart, in standard errors, the truth must lie for a two-sided test at 5% to see it, by its power in per cent. The
  // chance to see it on the wrong side, hardly any, is counted too.
  /** @type {Record<string, number>} */
  const SPAN = { 80: 2.8015817870136, 90: 3.2415149868064 };

  // ---- How many people

  /** @param {number} share in per cent */
  const angle = (share) => 2 * Math.asin(Math.sqrt(share / 100));

  /**
   * Give how many each group needs, before it is rounded up, to see one share become another (in per cent; Cohen's h).
   * @param {number} before
   * @param {number} after
   * @param {string} power in per cent
   */
  const ofShares = (before, after, power) => 2 * (SPAN[power] / (angle(after) - angle(before))) ** 2;

  /**
   * Give how many each group needs to see a difference of so many standard deviations.
   * @param {number} difference
   * @param {string} power in per cent
   */
  const ofMeans = (difference, power) => 2 * (SPAN[power] / difference) ** 2;

  /**
   * Give by how much more people are needed where groups of people are drawn together.
   * @param {number} size people in one place
   * @param {number} alike intraclass correlation, 0 to 1
   */
  const designEffect = (size, alike) => 1 + (size - 1) * alike;

  // ---- What a reader typed

  /** @type {PlanFields} */
  const BLANK = {
    area: "", group: "", approach: "", outcome: "",
    kind: "share", counted: "people", before: "", way: "up", by: "", spread: "", unit: "",
    power: "80", drawn: "people", size: "", alike: "", lost: "0", within: "",
    change: "", question: "", hypothesis: "", rule: "", stop: "", start: "", end: "", cycle: "CY1", measure: "O1", source: "S1",
  };

  /**
   * Read a number as people type it: "1,530", "40%", " 4.5 ".
   * @param {string} text
   */
  const number = (text) => (/^\d[\d,]*(\.\d+)?%?$/.test(text.trim()) ? Number(text.replace(/[,%\s]/g, "")) : NaN);

  // What each number must be; a field that a plan does not use is not asked after.
  const BOUNDS = /** @type {[string, (value: number) => boolean, string, (fields: PlanFields) => boolean][]} */ ([
    ["before", (value) => value > 0 && value < 100, "a share above 0 and below 100", (fields) => fields.kind === "share"],
    ["by", (value) => value > 0, "a difference above 0", () => true],
    ["spread", (value) => value > 0, "a standard deviation above 0", (fields) => fields.kind === "mean"],
    ["size", (value) => value >= 1, "at least one person in a place", (fields) => fields.drawn === "places"],
    ["alike", (value) => value >= 0 && value < 1, "a number from 0 to less than 1, such as 0.05", (fields) => fields.drawn === "places"],
    ["lost", (value) => value >= 0 && value < 100, "a share from 0 to less than 100", (fields) => fields.lost !== ""],
    ["within", (value) => value >= 2 && Number.isInteger(value), "a whole number of people", (fields) => fields.within !== ""],
  ]);

  /**
   * Give what is wrong with a plan, field by field, and which fields it still lacks.
   * @param {PlanFields} fields
   */
  function faults(fields) {
    /** @type {Record<string, string>} */
    const wrong = {};
    const lacking = [];
    for (const [name, isRight, what, isAsked] of BOUNDS) {
      if (!isAsked(fields)) continue;
      if (!fields[name].trim()) lacking.push(name);
      else if (!isRight(number(fields[name]))) wrong[name] = `Write ${what}.`;
    }
    if (fields.kind === "share" && !wrong.before && !wrong.by && !lacking.length) {
      const to = target(fields);
      if (to <= 0 || to >= 100) wrong.by = `That would lead to ${told(to)}%. Write a smaller difference.`;
    }
    return { wrong, lacking };
  }

  /** @param {PlanFields} fields */
  const target = (fields) => Number((number(fields.before) + (fields.way === "down" ? -1 : 1) * number(fields.by)).toFixed(6));

  /**
   * Round up; a hair above a whole number is that number, since shares have no exact binary form.
   * @param {number} count
   */
  const up = (count) => Math.ceil(count - 1e-9);

  /**
   * Reckon a plan, or give null where a number is wrong or lacking.
   * @param {PlanFields} fields
   * @returns {Reckoned | null}
   */
  function reckon(fields) {
    const { wrong, lacking } = faults(fields);
    if (lacking.length || Object.keys(wrong).length) return null;
    const { power } = fields;
    const single = fields.kind === "share"
      ? ofShares(number(fields.before), target(fields), power)
      : ofMeans(number(fields.by) / number(fields.spread), power);
    const size = fields.drawn === "places" ? number(fields.size) : 1;
    const effect = fields.drawn === "places" ? designEffect(size, number(fields.alike)) : 1;
    const kept = 1 - number(fields.lost || "0") / 100;
    const places = fields.drawn === "places" ? up((single * effect) / size) : 0;
    const each = up(places ? places * size : single * effect);
    const asked = places ? places * up(size / kept) : up(each / kept);
    return { each, asked, places, effect, to: fields.kind === "share" ? target(fields) : 0, least: least(fields, power, effect * (1 / kept)) };
  }

  /**
   * Give the smallest difference that the people who can be reached would show, or 0 where nobody said how many they are.
   * @param {PlanFields} fields
   * @param {string} power
   * @param {number} more by how much more people are needed
   */
  function least(fields, power, more) {
    const count = number(fields.within) / more;
    if (!(count > 0)) return 0;
    const apart = SPAN[power] * Math.sqrt(2 / count);
    if (fields.kind === "mean") return apart * number(fields.spread);
    const to = angle(number(fields.before)) + (fields.way === "down" ? -apart : apart);
    // No share is that far away.
    if (to <= 0 || to >= Math.PI) return Infinity;
    return Math.abs(100 * Math.sin(to / 2) ** 2 - number(fields.before));
  }

  // ---- In words

  /**
   * Write a number: thousands marked, at most two decimals.
   * @param {number} value
   */
  const told = (value) => value.toLocaleString("en-GB", { maximumFractionDigits: 2 });

  /**
   * Round a count to three figures: what rests on a guess is not known to the last person.
   * @param {number} count
   */
  const roughly = (count) => Number(count.toPrecision(3));

  /**
   * Say how many people a test needs: "About 1,530 families in each group (3,060 in all) to see 40% become 45%."
   * @param {PlanFields} fields
   * @param {Reckoned} found
   * @param {{ isExact?: boolean }} [how]
   */
  function answer(fields, found, { isExact = false } = {}) {
    const [lead, count] = isExact ? ["At least", (/** @type {number} */ whole) => whole] : ["About", roughly];
    const who = fields.counted.trim() || "people";
    const seen = fields.kind === "share"
      ? `see ${told(number(fields.before))}% become ${told(found.to)}%`
      : `see averages ${told(number(fields.by))} ${fields.unit.trim()} apart`.replace("  ", " ");
    const among = found.places ? `, ${told(number(fields.size))} in each of ${told(found.places)} places,` : "";
    return `${lead} ${told(count(found.each))} ${who} in each group (${told(2 * count(found.each))} in all)${among} to ${seen}.`;
  }

  /**
   * Say what else follows: whom to ask, what power means, and what a smaller test would miss.
   * @param {PlanFields} fields
   * @param {Reckoned} found
   */
  function remarks(fields, found) {
    const who = fields.counted.trim() || "people";
    const said = [];
    if (found.asked > found.each) {
      const lost = told(number(fields.lost));
      said.push(`As ${lost}% may drop out, begin with ${told(found.asked)} ${who} in each group (${told(2 * found.asked)} in all).`);
    }
    said.push(
      `If the change is truly that large, ${fields.power} of 100 such tests would show it. If nothing changes, 5 of 100 would still ` +
      "seem to show a difference.",
    );
    if (found.effect > 1) {
      said.push(`People in one place are alike, so this is ${told(found.effect)} times as many as if they were drawn one by one.`);
    }
    if (found.places && found.places < 15) {
      said.push("With few places in a group this sum is too hopeful, however many people are in them: ask a statistician before you begin.");
    }
    if (!found.places && found.each < 30) said.push("With groups this small the sum is a little too hopeful: add two people to each.");
    if (fields.within) said.push(remarkOnReach(fields, found, who));
    return said;
  }

  /**
   * @param {PlanFields} fields
   * @param {Reckoned} found
   * @param {string} who
   */
  function remarkOnReach(fields, found, who) {
    const can = number(fields.within);
    if (can >= found.asked) return `You can reach ${told(can)} ${who} for each group: enough.`;
    const unit = fields.kind === "share" ? "percentage points" : fields.unit.trim();
    const seen = found.least === Infinity
      ? "no difference that there can be"
      : `no difference smaller than about ${told(Number(found.least.toPrecision(2)))} ${unit}`.trim();
    return `You can reach ${told(can)} ${who} for each group: too few. With that power they would show ${seen}; a smaller one would ` +
      "mostly go unseen, and “no clear difference” would not mean “no difference”.";
  }

  // ---- The entry for the record

  /** @type {[name: string, what: string][]} */
  const ASKED = [
    ["change", "what you change"], ["hypothesis", "the hypothesis"], ["rule", "the decision rule"], ["stop", "the stopping rule"],
    ["start", "when the test begins"],
  ];

  /**
   * Give what a plan still lacks before it can be entered, in words.
   * @param {PlanFields} fields
   */
  function missing(fields) {
    const found = ASKED.filter(([name]) => !fields[name].trim()).map(([, what]) => what);
    for (const [name, pattern] of /** @type {[string, RegExp][]} */ ([
      ["cycle", /^CY[1-9]\d?$/], ["measure", /^(O[1-9]\d?|qualitative)$/], ["source", /^S[1-9]\d?$/],
    ])) {
      if (!pattern.test(fields[name].trim())) found.push(`a label such as ${BLANK[name]} for the ${{ cycle: "cycle", measure: "outcome", source: "source" }[name]}`);
    }
    for (const name of ["start", "end"]) {
      if (fields[name].trim() && !/^(19|20)\d\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/.test(fields[name].trim())) {
        found.push(`the ${name} of the test as year-month or year-month-day, such as 2027-02`);
      }
    }
    return found;
  }

  /** What ends with a stop, so that sentences can follow one another. */
  const sentence = (/** @type {string} */ text) => {
    const whole = text.replace(/\s+/g, " ").trim();
    return !whole || /[.!?]$/.test(whole) ? whole : `${whole}.`;
  };

  // Quoted as JSON is, which YAML reads as it is meant, whatever somebody typed.
  const quoted = (/** @type {string} */ text) => JSON.stringify(text);

  /**
   * Give the entry under `cycles:` of a record.
   * @param {PlanFields} fields
   * @param {Reckoned | null} found
   */
  function entry(fields, found) {
    const size = found ? [answer(fields, found, { isExact: true }), `Two-sided at 5%, power ${fields.power}%.`] : [];
    if (found && found.asked > found.each) size.push(`${told(found.asked)} in each group at the start.`);
    const parts = /** @type {[string, string][]} */ ([
      ["question", sentence(fields.question) || `What does it change? ${sentence(fields.change)}`],
      ["hypothesis", sentence(fields.hypothesis)],
      ["tested", [sentence(fields.change), ...size].join(" ")],
      ["decision_rule", `${sentence(fields.rule)} Stop early: ${sentence(fields.stop)}`],
    ]);
    const lines = ["cycles:", `  - id: ${fields.cycle.trim()}`];
    for (const [name, text] of parts) {
      lines.push(`    ${name}:`, `      text: ${quoted(text)}`, `      source: [${fields.source.trim()}]`, "      locator: the plan of the test");
      if (name === "tested") lines.push(`    measures: [${fields.measure.trim()}]`);
    }
    lines.push(`    start: ${fields.start.trim()}`);
    if (fields.end.trim()) lines.push(`    end: ${fields.end.trim()}`);
    lines.push("    result: {missing: not_yet_due}", "");
    return lines.join("\n");
  }

  // ---- The address. What is typed stands behind the hash, which a browser sends to nobody.

  /**
   * Give the plan that an address holds. Names that no field has are passed over.
   * @param {string} query
   * @param {string} hash
   * @returns {PlanFields}
   */
  function read(query, hash) {
    const found = { ...BLANK };
    for (const text of [query.replace(/^\?/, ""), hash.includes("=") ? hash.replace(/^#/, "") : ""]) {
      for (const [name, value] of new URLSearchParams(text)) if (Object.hasOwn(BLANK, name)) found[name] = value;
    }
    return found;
  }

  /**
   * Give what stands behind the hash for a plan: the fields that differ from a blank one.
   * @param {PlanFields} fields
   */
  function written(fields) {
    const wanted = Object.entries(fields).filter(([name, value]) => value !== BLANK[name]);
    return new URLSearchParams(wanted).toString();
  }

  // ---- Figures of others

  /** @type {Map<string, Started>} */
  const received = new Map();

  /**
   * Take in the figures of a domain; each file hands itself in.
   * @param {string} domain
   * @param {Started} figures
   */
  const receive = (domain, figures) => received.set(domain, figures);

  /**
   * Part figures into those of work that fits all that was chosen, and the rest: what fits more before what fits less, and what a
   * test can start from before what it cannot.
   * @param {Baseline[]} rows
   * @param {PlanFields} fields
   */
  function parted(rows, fields) {
    const fit = (/** @type {Baseline} */ row) =>
      [[fields.area, row.areas], [fields.group, row.groups], [fields.approach, row.approaches]]
        .filter(([code, codes]) => !code || codes.includes(/** @type {string} */ (code))).length;
    const ordered = [...rows].sort((one, other) => fit(other) - fit(one) || Number(!one.share) - Number(!other.share));
    return { near: ordered.filter((row) => fit(row) === 3), far: ordered.filter((row) => fit(row) < 3) };
  }

  return {
    BLANK, ofShares, ofMeans, designEffect, faults, reckon, answer, remarks, missing, entry, read, written,
    receive, received, parted, number,
  };
})();
