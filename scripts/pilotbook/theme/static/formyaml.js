// A record as the text of its file: fields in the order of the declaration, quotes where YAML or an editor would read something else.
// Its own writer and not js-yaml's: that one quotes every number and date, as to us each value is text, and lays out all groups alike.
/* exported formyaml */
/* global formpatterns, formrecord */
"use strict";

const formyaml = (() => {
  const { isGroup, modelOf } = formrecord;
  const WIDTH = 120;
  const WORDS = ["text", "long", "texts"];
  // What YAML of any age reads as a number, a date, a time, yes, no or nothing.
  const OTHER = /^(?:[-+.]?\d[\d_.,:eE+-]*|0[xob][\da-f_]+|[-+]?\.(?:inf|nan)|\d{4}-\d\d?-\d\d?.*|y|n|yes|no|on|off|true|false|null|~|=|<<)$/i;
  // What begins an order to the reader of YAML, or ends a text.
  const BEGINS = /^[\s\-?:,[\]{}#&*!|>'"%@`~=]/;
  const BREAKS = /:(?:\s|$)|\s#|[\t\n]/;
  const SIGNED = /^-\d+(?:\.\d+)?$/;
  // In { } and [ ] a few more signs mean something, and so do these next to a quotation mark.
  const IN_FLOW = /[,[\]{}?#:'"]/;
  const PLAIN_ADDRESS = /^https?:\/\/[\w.~%=&;+/-]+$/;
  // What no reader sees, or takes for a sign of YAML.
  const ODD = /[\p{C}\u0085\u00a0\u1680\u2000-\u206f\u3000\uff1a\u2236\ua789\ufe55\u2212\u2022\u00b7]/gu;

  // Signs that join letters of some scripts, and emoji, are seen by what they do.
  const UNSEEN = /(?![\u200c\u200d])[\p{C}\u0085\u2028\u2029]/u;

  /**
   * Give the text of a record's file.
   * @param {Record<string, any>} record without what is blank
   * @param {FormDeclaration} declaration
   */
  const text = (record, declaration) => [declaration.modeline, ...fields(record, declaration.root, 0, declaration), ""].join("\n");

  /**
   * Give the lines of a group's fields, each begun by so many blanks.
   * @param {Record<string, any>} group
   * @param {string} model
   * @param {number} indent
   * @param {FormDeclaration} declaration
   * @returns {string[]}
   */
  function fields(group, model, indent, declaration) {
    return ordered(group, model, declaration).flatMap((field) => valued(`${" ".repeat(indent)}${key(field.name)}:`, group[field.name], field, indent, declaration));
  }

  /** @param {string} name */
  const key = (name) => (/^[a-z_]+$/.test(name) ? name : double(name));

  /**
   * Give the fields that a group holds, in the order of its declaration; what the declaration does not know stands last.
   * @param {Record<string, any>} group
   * @param {string} model
   * @param {FormDeclaration} declaration
   * @returns {FormField[]}
   */
  function ordered(group, model, declaration) {
    const known = declaration.models[model]?.fields ?? [];
    const names = new Set(known.map(({ name }) => name));
    const unknown = Object.keys(group).filter((name) => !names.has(name)).map((name) => ({ name, label: name, help: "", kind: "text" }));
    return [...known, ...unknown].filter(({ name }) => group[name] !== undefined);
  }

  /** @param {any} entry */
  const isLabelled = (entry) => isGroup(entry) && "id" in entry;

  /**
   * Give the lines of a value after what stands before it: "title:", "  -".
   * @param {string} before
   * @param {any} value
   * @param {FormField} field
   * @param {number} indent of the field
   * @param {FormDeclaration} declaration
   * @returns {string[]}
   */
  function valued(before, value, field, indent, declaration) {
    const flow = inFlow(value, field, declaration);
    if (flow && before.length + 1 + [...flow].length <= WIDTH) return [`${before} ${flow}`];
    if (typeof value === "string") return scalar(before, value, field, indent, declaration);
    if (!Array.isArray(value)) return [before, ...fields(value, modelOf(field, value), indent + 2, declaration)];
    return [before, ...value.flatMap((entry) => listed(entry, { ...field, reason: false }, indent + 2, declaration))];
  }

  /**
   * Give the lines of an entry of a list.
   * @param {any} entry
   * @param {FormField} field
   * @param {number} indent
   * @param {FormDeclaration} declaration
   */
  function listed(entry, field, indent, declaration) {
    const dash = `${" ".repeat(indent)}-`;
    const flow = isLabelled(entry) ? "" : inFlow(entry, field, declaration);
    if (flow && dash.length + 1 + [...flow].length <= WIDTH) return [`${dash} ${flow}`];
    if (!isGroup(entry)) return scalar(dash, String(entry), field, indent, declaration);
    const [first, ...rest] = fields(entry, modelOf(field, entry), indent + 2, declaration);
    return [`${dash} ${first.trimStart()}`, ...rest];
  }

  /**
   * Give a value on one line, in { } and [ ] where it is a group or a list; "" where it is written over several lines.
   * @param {any} value
   * @param {FormField} field
   * @param {FormDeclaration} declaration
   * @returns {string}
   */
  function inFlow(value, field, declaration) {
    if (typeof value === "string") return value.includes("\n") ? "" : quoted(value, field, false, declaration);
    if (Array.isArray(value)) {
      const isLong = value.some(isLabelled) || (value.length > 1 && value.some(isGroup));
      const inside = isLong ? [""] : value.map((entry) => within(entry, { ...field, reason: false }, declaration));
      return inside.every(Boolean) ? `[${inside.join(", ")}]` : "";
    }
    return within(value, field, declaration);
  }

  /**
   * Give a value as it stands inside { } or [ ]; "" where it cannot.
   * @param {any} value
   * @param {FormField} field
   * @param {FormDeclaration} declaration
   * @returns {string}
   */
  function within(value, field, declaration) {
    if (typeof value === "string") return value.includes("\n") ? "" : quoted(value, field, true, declaration);
    if (Array.isArray(value)) {
      const inside = value.map((entry) => (isGroup(entry) ? "" : within(entry, field, declaration)));
      return inside.every(Boolean) ? `[${inside.join(", ")}]` : "";
    }
    const model = modelOf(field, value);
    const inside = ordered(value, model, declaration).map((each) => {
      const held = value[each.name];
      const told = typeof held === "string" || Array.isArray(held) ? within(held, each, declaration) : "";
      return told && `${key(each.name)}: ${told}`;
    });
    return inside.every(Boolean) ? `{${inside.join(", ")}}` : "";
  }

  /**
   * Give the lines of a text that is too long for one line, or has several.
   * @param {string} before
   * @param {string} value
   * @param {FormField} field
   * @param {number} indent
   * @param {FormDeclaration} declaration
   */
  function scalar(before, value, field, indent, declaration) {
    const blanks = " ".repeat(indent + 2);
    const isFolded = !value.includes("\n") && !/\s{2}|[\t\u0085\u2028\u2029]/.test(value);
    const lines = isFolded ? folded(value, WIDTH - blanks.length) : value.split("\n");
    const body = lines.map((line) => (line ? `${blanks}${line}` : ""));
    // In a text over several lines YAML knows no escapes.
    if (UNSEEN.test(value.replaceAll("\n", "")) || (!isFolded && !value.includes("\n")) || looksOdd(body, declaration)) {
      return [`${before} ${value.includes("\n") ? double(value) : quoted(value, field, false, declaration)}`];
    }
    return [`${before} ${isFolded ? ">-" : "|-"}`, ...body];
  }

  /**
   * Break a text over lines at its blanks.
   * @param {string} value
   * @param {number} width
   */
  function folded(value, width) {
    const lines = [""];
    for (const word of value.split(" ")) {
      const last = lines[lines.length - 1];
      if (last && [...last].length + 1 + [...word].length > width) lines.push(word);
      else lines[lines.length - 1] = last ? `${last} ${word}` : word;
    }
    return lines;
  }

  /**
   * @param {string} value
   * @param {FormField} field
   * @param {boolean} isFlow
   * @param {FormDeclaration} declaration
   */
  function quoted(value, field, isFlow, declaration) {
    if (UNSEEN.test(value) || looksOdd([`x: ${value}`, value], declaration)) return double(value);
    if (isPlain(value, field, isFlow)) return value;
    return /'/.test(value) && !/["\\]/.test(value) ? `"${value}"` : `'${value.replaceAll("'", "''")}'`;
  }

  /**
   * @param {string} value
   * @param {FormField} field
   * @param {boolean} isFlow
   */
  function isPlain(value, field, isFlow) {
    if (value !== value.trim() || BREAKS.test(value) || (BEGINS.test(value) && !SIGNED.test(value))) return false;
    if (isFlow && IN_FLOW.test(value) && !PLAIN_ADDRESS.test(value)) return false;
    return !(WORDS.includes(field.kind) && OTHER.test(value));
  }

  /**
   * Say whether a line would be taken for one with a sign of YAML in disguise.
   * @param {string[]} lines
   * @param {FormDeclaration} declaration
   */
  const looksOdd = (lines, { texts }) => lines.some((line) => texts.lookalikes.some((pattern) => formpatterns.has(pattern, line)));

  /**
   * Write a text between double quotation marks, with what is not seen or looks like something else by its number.
   * @param {string} value
   */
  function double(value) {
    const escaped = value.replace(/[\\"]/g, "\\$&").replaceAll("\n", "\\n").replaceAll("\t", "\\t");
    return `"${escaped.replace(ODD, (sign) => {
      const code = sign.codePointAt(0) ?? 0;
      return code > 0xffff ? `\\U${code.toString(16).padStart(8, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
    })}"`;
  }

  return { text };
})();
