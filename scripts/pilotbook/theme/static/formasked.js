// What the declaration of a record asks of each field (rules/form.py): that it is there, of its kind, and within its bounds. The names of
// rules and the words are those of the checker (rules/fields.py), with a field's label for its name.
/* exported formasked */
/* global formrecord */
"use strict";

const formasked = (() => {
  const { isGroup, modelOf, oneOf, problem, shown } = formrecord;
  const TRUTH = ["yes", "no", "true", "false", "on", "off", "y", "n", "t", "f", "1", "0"];
  const LISTS = ["groups", "choices", "references", "texts", "ids"];
  // The letters that a host may be spelt in: those of the checker (text/hosts.py).
  const PLAIN = /^[a-z0-9ß-öø-ÿāăąćĉċčďđēĕėęěĝğġģĥħĩīĭįĵķĺļľłńņňŋōŏőœŕŗřśŝşšţťŧũūŭůűųŵŷźżž-]+$/;

  /**
   * @param {any} value
   * @param {FormField} field
   * @param {FormPath} path
   * @param {FormDeclaration} declaration
   * @returns {FormProblem[]}
   */
  function ofGroup(value, field, path, declaration) {
    if (!isGroup(value)) return [misshapen(value, field, path, "fields")];
    const models = [field.model ?? "", field.or ?? "", field.reason ? "Missing" : ""].filter(Boolean);
    const { fields } = declaration.models[modelOf(field, value)];
    const isMoney = path[0] === "costs" || (typeof value.unit === "string" && /^\s*(?:gbp|£|pounds?\b)/i.test(value.unit));
    const inside = fields.filter(({ name }) => value[name] !== undefined).flatMap((each) => ofField(value[each.name], { ...each, isMoney }, [...path, each.name], declaration));
    return [...names(value, fields, models, field, path, declaration), ...inside];
  }

  /**
   * Give the fields that a group has too many, and those that it lacks.
   * @param {Record<string, any>} value
   * @param {FormField[]} fields
   * @param {string[]} models what may stand there
   * @param {FormField} field
   * @param {FormPath} path
   * @param {FormDeclaration} declaration
   */
  function names(value, fields, models, field, path, declaration) {
    const own = new Set(fields.map(({ name }) => name));
    const known = new Set(models.flatMap((model) => declaration.models[model].fields.map(({ name }) => name)));
    const written = Object.keys(value).filter((name) => value[name] !== undefined);
    const unknown = written.filter((name) => !own.has(name));
    const foreign = unknown.filter((name) => known.has(name));
    const kept = ["missing", "text", ...written].find((name) => written.includes(name) && own.has(name));
    if (foreign.length && kept) {
      const called = new Map(models.flatMap((model) => declaration.models[model].fields.map(({ name, label }) => [name, `'${label}'`])));
      const [one, other] = [kept, foreign[0]].map((name) => (name === "missing" ? "a reason why it is not known" : called.get(name)));
      const what = `'${field.label}' has both ${one} and ${other}`;
      return [problem([...path, foreign[0]], "mixed", what, "Keep one kind: what is known, or the reason why it is not.")];
    }
    if (foreign.length && models.includes("Missing")) {
      return [problem(path, "shape", `'${field.label}' is not whole`, "Say what is known, or choose the reason why it is not.")];
    }
    if (unknown.includes("missing") && !known.has("missing")) {
      return [problem([...path, "missing"], "mixed", `'${field.label}' takes no reason why it is missing`, "Fill it in, or leave it out.")];
    }
    const lacking = fields.filter((each) => each.required && value[each.name] === undefined);
    const strange = models.length > 1 && lacking.length ? [] : unknown;
    return [
      ...strange.map((name) => problem([...path, name], "field", `${shown(name)} is not a field here`, "Remove it.")),
      ...lacking.map((each) => {
        const why = each.reason ? ", or say why it is not known" : "";
        return problem([...path, each.name], "required", `'${each.label}' is missing`, `Fill it in${why}. (${each.help})`);
      }),
    ];
  }

  /**
   * @param {any} value
   * @param {FormField} field
   * @param {FormPath} path
   * @param {string} wanted
   */
  function misshapen(value, field, path, wanted) {
    const given = typeof value === "string" ? `the text ${shown(value)}` : Array.isArray(value) ? "a list" : "fields";
    return problem(path, "shape", `'${field.label}' must hold ${wanted}, not ${given}`, "Fill it in anew.");
  }

  /**
   * @param {any} value
   * @param {FormField} field
   * @param {FormPath} path
   * @param {FormDeclaration} declaration
   * @returns {FormProblem[]}
   */
  function ofField(value, field, path, declaration) {
    const isReason = field.reason && isGroup(value) && "missing" in value;
    if (field.kind === "group") return [...ofGroup(value, field, path, declaration), ...tooManyWords(value, field, path)];
    if (isReason) return ofGroup(value, { ...field, model: undefined }, path, declaration);
    if (!LISTS.includes(field.kind)) return ofOne(value, field, path, declaration);
    const list = field.kind === "ids" && typeof value === "string" ? [value] : value;
    if (!Array.isArray(list)) return [misshapen(value, field, path, "a list")];
    const found = list.flatMap((entry, index) => {
      const place = [...path, index];
      const called = { ...field, label: `${field.label} ${index + 1}`, reason: false };
      return field.kind === "groups" ? ofGroup(entry, called, place, declaration) : ofOne(entry, called, list === value ? place : path, declaration);
    });
    const least = field.least ?? 0;
    if (list.length >= least) return found;
    const what = list.length ? `'${field.label}' has ${list.length} of the ${least} entries it needs` : `'${field.label}' is empty`;
    return [problem(path, "length", what, list.length ? "Add another." : "Add one."), ...found];
  }

  /**
   * Give the problem of words in a group whose help says how many there may be.
   * @param {any} value
   * @param {FormField} field
   * @param {FormPath} path
   */
  function tooManyWords(value, field, path) {
    const count = field.words && isGroup(value) && typeof value.text === "string" ? wordCount(value.text) : 0;
    if (!field.words || count <= field.words) return [];
    return [problem([...path, "text"], "word-limit", `'${field.label}' has ${count} words; the limit is ${field.words}`, `Cut it to ${field.words} words.`)];
  }

  /** @param {string} text */
  const wordCount = (text) => text.split(/\s+/).filter(Boolean).length;

  /**
   * @param {any} value
   * @param {FormField} field
   * @param {FormPath} path
   * @param {FormDeclaration} declaration
   * @returns {FormProblem[]}
   */
  function ofOne(value, field, path, declaration) {
    if (typeof value !== "string") return [misshapen(value, field, path, "one value")];
    const text = value.trim();
    if (!text) return [problem(path, "empty", "nothing is written here", "Give a value, or leave the field out; a fact may have a reason instead.")];
    const told = (/** @type {string} */ rule, /** @type {string} */ what, /** @type {string} */ mend) => [problem(path, rule, `'${field.label}': ${what}`, mend)];
    const { kind } = field;
    if (kind === "choice" || kind === "choices") return ofChoice(value, field, path, declaration);
    if (kind === "date" || kind === "when") return ofDate(text, kind).flatMap(([what, mend]) => told("date", what, mend));
    if (kind === "number" || kind === "whole") return ofNumber(text, field, path);
    if (kind === "address") return isAddress(text) ? [] : told("url", `${shown(text)} is not a web address`, "Copy the whole address, beginning with https://.");
    if (field.pattern && !new RegExp(field.pattern, "u").test(text)) return ofPattern(text, field).flatMap(([rule, what, mend]) => told(rule, what, mend));
    if (isName(field) && !isSlug(text, declaration)) return told("slug", ...noSlug(text));
    return ofLength(text, field, path);
  }

  /**
   * @param {string} value
   * @param {FormField} field
   * @param {FormPath} path
   * @param {FormDeclaration} declaration
   */
  function ofChoice(value, field, path, declaration) {
    const key = field.choices ?? "";
    const choices = declaration.choices[key];
    const codes = choices.map(([code]) => code);
    if (codes.includes(value.trim()) || (key === "truth" && TRUTH.includes(value.trim().toLowerCase()))) return [];
    if (key in declaration.lists) return [problem(path, "vocabulary", `'${field.label}': ${shown(value)} is not in the list`, "Choose one of the list; what is not in it is asked for in a note to the editors.")];
    return [problem(path, "choice", `'${field.label}' is ${shown(value)}`, oneOf(choices.map(([, label]) => label)))];
  }

  /**
   * Give what is wrong with a date: [what, mend].
   * @param {string} text
   * @param {string} kind
   * @returns {[string, string][]}
   */
  function ofDate(text, kind) {
    const [, year, month = "01", day = "01"] = text.match(/^([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?$/) ?? [];
    const lacking = /** @type {[string, string][]} */ ([[`${shown(text)} lacks a day`, "Write year, month and day, such as 2026-11-21."]]);
    if (!year || !isDay(Number(year), Number(month), Number(day))) {
      const mend = mendDate(text);
      return kind === "date" && /^Write [0-9]{4}(-[0-9]{2})?\.$/.test(mend) ? lacking : [[`${shown(text)} is not a date`, mend]];
    }
    if (Number(year) < 1900 || Number(year) > 2100) return [[`the year ${Number(year)} cannot be right`, "Check the year."]];
    return kind === "date" && text.length !== 10 ? lacking : [];
  }

  /**
   * @param {number} year
   * @param {number} month
   * @param {number} day
   */
  const isDay = (year, month, day) => year > 0 && month > 0 && month < 13 && day > 0 && day <= new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();

  // "£1.2m" is no 1.2.
  const SCALES = { thousand: /^(?:k|thousand)$/i, million: /^(?:mn?|million)$/i, billion: /^(?:bn?|billion)$/i };
  const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

  /**
   * Say how a date is written: a year of two halves by its first, a month in words by its number.
   * @param {string} text
   */
  function mendDate(text) {
    const [, first, second] = text.match(/^(?:[a-z ]*?)((?:19|20)[0-9]{2}) ?[-/–] ?((?:19|20)?[0-9]{2})$/i) ?? [];
    if (first && Number(second.slice(-2)) === (Number(first) + 1) % 100) return `For the year ${first} to ${Number(first) + 1} write ${first}.`;
    const [, day, month, year] = text.match(/^(?:([0-9]{1,2})(?:st|nd|rd|th)? )?([A-Z][a-z]{2})[a-z]*\.? ((?:19|20)[0-9]{2})$/) ?? [];
    const number = MONTHS.indexOf(month) + 1;
    if (number && isDay(Number(year), number, Number(day ?? 1))) return `Write ${year}-${String(number).padStart(2, "0")}${day ? `-${day.padStart(2, "0")}` : ""}.`;
    return "Write as much as is known: 2025, 2025-07 or 2025-07-16.";
  }

  /**
   * @param {string} text
   * @param {FormField} field
   * @param {FormPath} path
   */
  function ofNumber(text, field, path) {
    const pattern = field.kind === "whole" ? /^[0-9]{1,15}$/ : /^-?[0-9]{1,15}(\.[0-9]{1,10})?$/;
    const kind = field.kind === "whole" ? "whole number" : "number";
    if (!pattern.test(text)) return [problem(path, "number", `'${field.label}': ${shown(text)} is not a ${kind}`, mendNumber(text, pattern, field))];
    const value = Number(text);
    /** @type {[boolean, string][]} */
    const bounds = [
      [field.low !== undefined && value < field.low, `${field.low} or more`], [field.high !== undefined && value > field.high, `${field.high} or less`],
      [field.above !== undefined && value <= field.above, `more than ${field.above}`], [field.below !== undefined && value >= field.below, `less than ${field.below}`],
    ];
    const broken = bounds.find(([isBroken]) => isBroken);
    return broken ? [problem(path, "range", `'${field.label}' is ${shown(text)}`, `It must be ${broken[1]}; check the number.`)] : [];
  }

  /**
   * Say how a number is written; one that could mean two things is never chosen for the author.
   * @param {string} text
   * @param {RegExp} pattern
   * @param {FormField} field
   */
  function mendNumber(text, pattern, { kind, isMoney }) {
    const bare = text.replace(/[−–]/g, "-").replace(/(?<=[0-9])[,\s](?=[0-9]{3}(?![0-9]))/g, "").replace(/^(-?)(?=\.[0-9])/, "$10");
    if (pattern.test(bare)) return `Write ${bare}.`;
    const [, before = "", number = "", after = ""] = bare.match(/^([^0-9]*?)(-?[0-9]+(?:\.[0-9]+)?)([^0-9]*)$/) ?? [];
    const [scale] = Object.entries(SCALES).find(([, written]) => written.test(after.trim())) ?? [];
    if (/^(?:\*+|\[?c\]?|suppressed|withheld|redacted|<.*)$/i.test(bare)) return "Say that it is withheld because the numbers are small, if the source hides it; else write the number, and how the source softens it in a field of its own.";
    if (!number || !pattern.test(number)) return "Write digits only, such as 1250.";
    if (before.trim() === "(") return `Write ${number}, or -${number} if the brackets mean a minus.`;
    if (scale && kind === "whole") return "Write the whole number in digits, such as 3000.";
    if (scale) return isMoney || /^(?:£|gbp)$/i.test(before.trim()) ? `Write ${number} with the unit 'GBP ${scale}'.` : `Write ${number} with the unit '${scale} people', or what else is counted.`;
    if (kind === "whole") return `Write ${number}; say in the note what softens it, such as 'about'.`;
    return `Write ${number}; a unit, and what softens it, such as 'about' or 'more than', have fields of their own.`;
  }

  /**
   * Give a part of a host in its own letters, or "" where it cannot be read: "xn--caf-dma" is "café" (RFC 3492).
   * @param {string} part
   */
  function ownLetters(part) {
    if (!part.startsWith("xn--")) return part;
    const [, plain = "", coded] = part.slice(4).match(/^(?:(.*)-)?(.*)$/) ?? ["", "", ""];
    const letters = [...plain];
    let [code, place, bias] = [128, 0, 72];
    for (let at = 0; at < coded.length;) {
      const before = place;
      for (let weight = 1, step = 36; ; step += 36) {
        const digit = "abcdefghijklmnopqrstuvwxyz0123456789".indexOf(coded[at++] ?? "-");
        if (digit < 0) return "";
        place += digit * weight;
        const least = Math.min(Math.max(step - bias, 1), 26);
        if (digit < least) break;
        weight *= 36 - least;
      }
      const many = letters.length + 1;
      let gone = Math.floor((place - before) / (before ? 2 : 700));
      gone += Math.floor(gone / many);
      for (bias = 0; gone > 455; bias += 36) gone = Math.floor(gone / 35);
      bias += Math.floor((36 * gone) / (gone + 38));
      code += Math.floor(place / many);
      if (code > 0x10ffff) return "";
      letters.splice(place % many, 0, String.fromCodePoint(code));
      place = (place % many) + 1;
    }
    return letters.join("");
  }

  /**
   * Say whether a text is a whole http address of a public host, without a user name, in letters that look like no others.
   * @param {string} text
   */
  function isAddress(text) {
    const [, host = "", port = ""] = text.match(/^https?:\/\/([^/?#@:]*)(?::([0-9]*))?(?:[/?#]|$)/i) ?? [];
    const isPort = port === "" || (Number(port) > 0 && Number(port) <= 65535);
    const parts = host.toLowerCase().split(".");
    const isHost = /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/.test(host.toLowerCase()) && parts.every((part) => PLAIN.test(ownLetters(part)));
    const isShort = [...text].length <= 2000 && parts.every((part) => part.length <= 63);
    return isHost && isPort && isShort && !/[\s<>"{}|\\^`\p{Cc}]/u.test(text);
  }

  /**
   * Say what is wrong with a text that does not have the form of its kind: [rule, what, mend].
   * @param {string} text
   * @param {FormField} field
   * @returns {[string, string, string][]}
   */
  function ofPattern(text, field) {
    if (isName(field)) return [["slug", ...noSlug(text)]];
    if (field.kind === "language") return [["language", `${shown(text)} is not a language`, "Write its short code (BCP 47), such as 'cy' for Welsh or 'en-GB'."]];
    if (field.kind.startsWith("id")) return [["id", `${shown(text)} is not an id`, "It looks like TLG-C-7KD3 for a case and TLG-L-2M9X for a lesson."]];
    const letter = field.pattern?.match(/[A-Z]+/)?.[0];
    return [["id", `${shown(text)} is not a label of this kind`, `Write ${letter} and a number, such as ${letter}1.`]];
  }

  /** @param {FormField} field */
  const isName = (field) => field.pattern?.startsWith("^[a-z0-9]+") === true;

  /**
   * @param {string} text
   * @returns {[string, string]}
   */
  const noSlug = (text) => [`${shown(text)} is not a short name`, "Use small letters, digits and hyphens, such as 'leeds-city-council'."];

  /**
   * @param {string} text
   * @param {FormDeclaration} declaration
   */
  const isSlug = (text, declaration) => text.length >= 3 && text.length <= 64 && !/^(?:page-)?\d+$/.test(text) && !declaration.texts.reserved.includes(text);

  /**
   * @param {string} text
   * @param {FormField} field
   * @param {FormPath} path
   */
  function ofLength(text, field, path) {
    const [count, words] = [[...text].length, wordCount(text)];
    if (field.most && count > field.most) {
      const [has, most] = [count, field.most].map((number) => number.toLocaleString("en-GB"));
      return [problem(path, "length", `'${field.label}' has ${has} characters; the limit is ${most}`, `Cut it to ${most} characters.`)];
    }
    if (!field.words || words <= field.words) return [];
    return [problem(path, "length", `'${field.label}': the text has ${words} words; the limit is ${field.words}`, `Cut it to ${field.words} words.`)];
  }

  return { ofGroup };
})();
