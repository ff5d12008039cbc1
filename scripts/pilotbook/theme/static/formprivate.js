// What must not be public in a text that was typed: personal data and keys, as text/private.py finds them. It gives places alone; no
// value leaves it in words. Numbers of other countries are looked for once a record is sent.
/* exported formprivate */
/* global formpatterns */
"use strict";

const formprivate = (() => {
  const { all, first, has, whole, without } = formpatterns;
  // How far from a postcode the words stand that tell whose it is, and how long a run of letters and digits tells something.
  const [BEFORE, AFTER, RUN] = [120, 60, 5];

  /**
   * Give what is private in a text, in its order; of two that overlap the first.
   * @param {string} written
   * @param {PrivateData} told
   * @returns {PrivatePart[]}
   */
  function found(written, told) {
    const { patterns, hints } = told;
    // Blanks of other widths, and dashes between two letters or figures, as programs put them in the place of what was typed.
    const text = written.replace(/[\t\p{Zs}]/gu, " ").replace(/(?<=[\p{L}\p{N}])[\u2010-\u2014\u2212](?=[\p{L}\p{N}])/gu, "-");
    const low = text.toLowerCase();
    const hinted = (/** @type {string[]} */ words) => words.some((word) => low.includes(word));
    const parts = hinted(hints.at) ? emails(text, patterns) : [];
    parts.push(...secrets(text, low, told));
    // Digits and letters of an address on the web are no numbers of persons.
    const words = all(patterns.link, text).reduce((left, { 0: link, index }) => left.slice(0, index) + " ".repeat(link.length) + left.slice(index + link.length), text);
    if (hinted(hints.birth)) parts.push(...all(patterns.birth, words).map(part("birth")));
    // A number of a person is a row of nine digits or more, with a word or a sign before it.
    for (const row of all(patterns.nine, text)) {
      parts.push(...numbers(words, Math.max(0, row.index - 24), row.index + row[0].length + 14, told));
    }
    if (has(patterns.insured, text)) parts.push(...[patterns.ni, patterns.niSaid].flatMap((pattern) => all(pattern, words).map(part("ni"))));
    parts.push(...homes(words, patterns));
    return apart(parts);
  }

  /** @param {PrivatePart[]} parts */
  function apart(parts) {
    /** @type {PrivatePart[]} */
    const kept = [];
    for (const each of parts.sort((one, other) => one.start - other.start || other.end - one.end)) {
      if (!kept.length || each.start >= kept[kept.length - 1].end) kept.push(each);
    }
    return kept;
  }

  /** @param {string} kind */
  const part = (kind) => (/** @type {RegExpExecArray} */ { 0: { length }, index }) => ({ kind, start: index, end: index + length });

  /**
   * @param {string} text
   * @param {Record<string, FormPattern>} patterns
   */
  function emails(text, patterns) {
    const own = all(patterns.email, text).filter(({ groups }) => !isMailbox(groups?.local ?? "", patterns.role));
    return [...all(patterns.spoken, text), ...own].map(part("email"));
  }

  /**
   * Say whether the first half of a mail address is a team's: "family.hubs"; not "jane.smith".
   * @param {string} local
   * @param {FormPattern} role
   */
  const isMailbox = (local, role) => whole(role, local) && /\p{L}/u.test(local);

  /**
   * Give the numbers of telephones and patients in a part of a text where a row of digits stands.
   * @param {string} text
   * @param {number} start
   * @param {number} end
   * @param {PrivateData} told
   */
  function numbers(text, start, end, { patterns, phones }) {
    const called = all(patterns.callable, text, start, end).filter(([number]) => isSomeones(number, phones));
    // One in eleven numbers has a right check digit, so ten digits in one row are asked for the word beside them.
    const patients = all(patterns.nhs, text, start, end).filter(({ groups: { said, number } = {} }) => said || (/\D/.test(number) && hasCheckDigit(number)));
    return [...[...all(patterns.mobile, text, start, end), ...called].map(part("phone")), ...patients.map(part("nhs"))];
  }

  /**
   * Say whether somebody can be called at a British number that is not one of the public ones, such as 0800 and 0300.
   * @param {string} text
   * @param {PrivateData["phones"]} phones
   */
  function isSomeones(text, phones) {
    const digits = text.replace(/\D/g, "");
    const abroad = text.startsWith("+") ? digits : digits.startsWith("00") ? digits.slice(2) : `44${digits}`;
    if (!abroad.startsWith("44")) return false;
    const own = abroad.slice(2).replace(/^0/, "");
    return new RegExp(phones.own).test(own) && !new RegExp(phones.public).test(own);
  }

  /** @param {string} number */
  function hasCheckDigit(number) {
    const digits = [...number.replace(/\D/g, "")].map(Number);
    return digits.length === 10 && digits.reduce((sum, digit, place) => sum + (10 - place) * digit, 0) % 11 === 0;
  }

  /**
   * Give postcodes that no office stands beside.
   * @param {string} text
   * @param {Record<string, FormPattern>} patterns
   */
  function homes(text, patterns) {
    const parts = [];
    for (const inward of all(patterns.inward, text)) {
      const end = inward.index + inward[0].length;
      const code = first(patterns.postcode, text, Math.max(0, inward.index - 6), end);
      if (!code || code.index + code[0].length !== end) continue;
      const beside = text.slice(Math.max(0, code.index - BEFORE), end + AFTER);
      // Codes of records and sources are written without a blank and in mixed letters.
      const isWritten = code[0].toUpperCase() === code[0] || /\s/.test(code[0]);
      if (isWritten && (has(patterns.home, beside) || !has(patterns.office, without(patterns.street, beside, " ")))) parts.push(part("postcode")(code));
    }
    return parts;
  }

  /**
   * Give keys and passwords, looked for in those lines alone that hold a word which goes with one.
   * @param {string} text
   * @param {string} low
   * @param {PrivateData} told
   */
  function secrets(text, low, { patterns, hints, keys }) {
    const parts = [];
    let start = 0;
    for (const line of text.split("\n")) {
      const small = low.length === text.length ? low.slice(start, start + line.length) : line.toLowerCase();
      if (hints.secret.some((hint) => small.includes(hint)) || small.includes("sk-") || (small.includes("://") && low.includes("@"))) {
        const shapes = [patterns.certain, ...(has(patterns.secret, line) ? keys : [])];
        for (const shape of shapes) {
          for (const each of all(shape, line).map(part("secret"))) parts.push({ ...each, start: start + each.start, end: start + each.end });
        }
      }
      start += line.length + 1;
    }
    return parts;
  }

  /**
   * Say whether somebody whom a service was for is named in a text: "a mother, Jane Smith". Few names are known.
   * @param {string} text
   * @param {PrivateData} told
   */
  const isNamed = (text, { patterns, names }) =>
    [patterns.roleThenName, patterns.nameThenRole, patterns.titled].some((pattern) => all(pattern, text).some(({ groups }) => groups?.title || names.includes(groups?.first ?? "")));

  // ---- What no message may hold

  /** @param {string} text */
  const squashed = (text) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

  /** @param {string} text */
  const words = (text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

  /**
   * Give a test of whether a message would repeat some of what is private: a run of five letters and digits, a word, or a number.
   * @param {string[]} values
   */
  function hidden(values) {
    // The second half of a mail address is an organisation's.
    const own = values.map((value) => value.split(/@|\uff20|%40|&#64;|\s*[[({]\s*at\s*[\])}]\s*/i)[0]);
    const runs = new Set(own.map(squashed).filter(Boolean).flatMap((one) => Array.from({ length: Math.max(1, one.length - RUN + 1) }, (_, at) => one.slice(at, at + RUN))));
    const told = new Set(own.flatMap(words).filter((word) => word.length > 3 || /\d/.test(word)));
    return (/** @type {string} */ message) => {
      const said = squashed(message);
      return [...runs].some((run) => said.includes(run)) || words(message).some((word) => told.has(word));
    };
  }

  return { found, hidden, isNamed };
})();
