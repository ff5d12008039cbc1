// Units of money and of shares, written here in one way each, as the checker has them (rules/units.py).
/* exported formunits */
/* global formpatterns, formrecord */
"use strict";

const formunits = (() => {
  const { problem, shown } = formrecord;
  const SCALES = ["thousand", "million", "billion"];

  /**
   * Give every unit that is another way to write one.
   * @param {FormPart[]} parts
   * @param {FormDeclaration} declaration
   * @returns {FormProblem[]}
   */
  const problems = (parts, { units }) =>
    parts.flatMap(({ model, item, path }) => {
      const mend = ["Figure", "Effect"].includes(model) && typeof item.unit === "string" ? unitMend(item.unit, units) : "";
      return mend ? [problem([...path, "unit"], "unit-form", `${shown(item.unit)} is another way to write a unit`, mend)] : [];
    });

  /**
   * Say how a unit is written here; nothing where it is written so, or is neither of money nor of shares.
   * @param {string} unit
   * @param {Record<string, FormPattern>} patterns
   */
  function unitMend(unit, patterns) {
    if (unit === "%" || unit === "percentage points" || formpatterns.whole(patterns.money, unit)) return "";
    if (formpatterns.whole(patterns.points, unit)) return "Write 'percentage points'.";
    if (formpatterns.whole(patterns.perCent, unit)) return `Write '%'${/\s/.test(unit.replace(/^per (cent|100)/i, "")) ? ", and say of what in its label or note" : ""}.`;
    return formpatterns.has(patterns.speaksOfMoney, unit) ? `Write '${money(unit, patterns)}'.` : "";
  }

  /**
   * @param {string} unit
   * @param {Record<string, FormPattern>} patterns
   */
  function money(unit, patterns) {
    const rate = formpatterns.first(patterns.rate, unit);
    const sums = rate ? unit.slice(0, rate.index) : unit;
    const words = formpatterns.without(patterns.coins, sums, " ").toLowerCase().match(/[a-z]+/g) ?? [];
    const scale = words.flatMap((word) => SCALES.filter((name) => formpatterns.whole(patterns[name], word)))[0];
    const each = rate ? unit.slice(rate.index + rate[0].length).trim() : "";
    const told = formpatterns.at(patterns.pound, each, 0) ? "for each pound spent" : each && `a ${each}`;
    return ["GBP", scale, told].filter(Boolean).join(" ");
  }

  return { problems };
})();
