// The checker's patterns as a browser looks for them (text/javascript.py writes them).
/* exported formpatterns */
"use strict";

const formpatterns = (() => {
  // Letters, digits and joiners of every script, as Python's \w has them; JavaScript's own knows English alone.
  const LETTER = "\\p{L}\\p{N}_";
  const EDGE = `(?:(?<=[${LETTER}])(?![${LETTER}])|(?<![${LETTER}])(?=[${LETTER}]))`;
  /** @type {Map<string, RegExp>} */
  const made = new Map();

  /**
   * @param {string} source
   * @param {string} flags
   */
  function compiled(source, flags) {
    const key = `${flags} ${source}`;
    const pattern = made.get(key) ?? new RegExp(source.replaceAll("\\b", EDGE).replaceAll("\\w", LETTER), flags);
    made.set(key, pattern);
    return pattern;
  }

  /**
   * Give every match that begins at or after `start` and ends by `end`. What stands before `start` is seen by a pattern that looks back.
   * @param {FormPattern} pattern
   * @param {string} text
   * @returns {RegExpExecArray[]}
   */
  function all([source, flags], text, start = 0, end = text.length) {
    const within = end < text.length ? text.slice(0, end) : text;
    const pattern = compiled(source, flags);
    const found = [];
    pattern.lastIndex = start;
    for (let match = pattern.exec(within); match; match = pattern.exec(within)) {
      found.push(match);
      if (!match[0]) pattern.lastIndex += 1;
    }
    return found;
  }

  /**
   * Give the first match that begins at or after `start` and ends by `end`.
   * @param {FormPattern} pattern
   * @param {string} text
   */
  function first([source, flags], text, start = 0, end = text.length) {
    const pattern = compiled(source, flags);
    pattern.lastIndex = start;
    return pattern.exec(text.slice(0, end));
  }

  /**
   * Give the match that begins right at a place.
   * @param {FormPattern} pattern
   * @param {string} text
   * @param {number} place
   */
  function at([source, flags], text, place) {
    const pattern = compiled(source, flags.replace("g", "y"));
    pattern.lastIndex = place;
    return pattern.exec(text);
  }

  /**
   * Say whether a text is what a pattern tells, from end to end.
   * @param {FormPattern} pattern
   * @param {string} text
   */
  const whole = ([source, flags], text) => first([`^(?:${source})$`, flags], text) !== null;

  /**
   * @param {FormPattern} pattern
   * @param {string} text
   */
  const has = (pattern, text) => first(pattern, text) !== null;

  /**
   * Give a text with something else in the place of every match.
   * @param {FormPattern} pattern
   * @param {string} text
   * @param {string} instead
   */
  const without = (pattern, text, instead) =>
    all(pattern, text).reverse().reduce((left, { 0: { length }, index }) => left.slice(0, index) + instead + left.slice(index + length), text);

  return { all, at, first, has, whole, without };
})();
