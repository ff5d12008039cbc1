// What is wrong with a record that a form holds: what its declaration asks (formasked.js), where its labels lead, and what both gates look
// for. Rule names and words are the checker's; a test holds both equal. It knows nothing of the page.
/* exported formrules */
/* global formasked, formcounts, formpatterns, formprivate, formrecord, formwithin */
"use strict";

const formrules = (() => {
  const { counted, entries, isGroup, nextLabel, oneOf, partsOf, problem, pruned, targets, textsOf, trimmed } = formrecord;
  /** @type {FormDeclaration | null} */
  let declared = null;

  /** @param {FormDeclaration} declaration */
  function receive(declaration) {
    declared = declaration;
  }

  /**
   * Give the rules that look at a field only once it is sent.
   * @param {FormField} field
   * @param {FormDeclaration} declaration
   */
  const sent = (field, declaration) => declaration.rules.sentOf[field.kind] ?? [];

  // ---- Every problem

  /**
   * Give what is wrong with a record, in the order of the form. No message holds a private value.
   * @param {Record<string, any>} record
   * @param {FormDeclaration} declaration
   * @returns {FormProblem[]}
   */
  function problems(record, declaration) {
    const held = trimmed(record);
    const parts = partsOf(held, declaration);
    const texts = textsOf(partsOf(record, declaration), declaration);
    const { found, values } = personal(texts, declaration);
    const isHidden = values.length ? formprivate.hidden(values) : () => false;
    const others = [
      ...formasked.ofGroup(record, { name: "", label: "The record", help: "", kind: "group", model: declaration.root }, [], declaration),
      ...texts.flatMap((text) => ofText(text, declaration)),
      ...labels(held, parts, declaration),
      ...formwithin.problems(held, parts, declaration),
      ...fewPeople(held, parts, texts, declaration),
    ];
    return inOrder([...found, ...others.map((problem) => (isHidden(`${problem.what} ${problem.mend}`) ? veiled(problem) : problem))], record, declaration);
  }

  /**
   * Give what may be right and is asked all the same: whether a person is named. It stops nothing.
   * @param {Record<string, any>} record
   * @param {FormDeclaration} declaration
   * @returns {FormProblem[]}
   */
  function advice(record, declaration) {
    const { namedRightly } = declaration.private;
    return textsOf(partsOf(trimmed(record), declaration), declaration)
      .filter(({ path, field, text }) => isProse(field, declaration) && !namedRightly.includes(String(path[0])) && formprivate.isNamed(text, declaration.private))
      .map(({ path, field }) => problem(path, "person-named", `'${field.label}' seems to name a person whom the service was for`, "Say who they were instead of the name, such as 'a mother of two'."));
  }

  /**
   * Say whether a field holds words of the author's own.
   * @param {FormField} field
   * @param {FormDeclaration} declaration
   */
  const isProse = (field, { counts }) => field.most !== undefined && !counts.notProse.includes(field.name);

  /** @param {FormProblem} problem */
  const veiled = (problem) => ({ ...problem, what: "what is wrong here cannot be told without repeating what is private", mend: "Take out what is private." });

  /**
   * Sort problems as the form has their fields; drop what is said twice.
   * @param {FormProblem[]} found
   * @param {any} record
   * @param {FormDeclaration} declaration
   */
  function inOrder(found, record, declaration) {
    const place = (/** @type {FormPath} */ path) => {
      /** @type {FormField | undefined} */
      let holder;
      let value = record;
      let reason = false;
      return path.map((step) => {
        value = value?.[step];
        if (typeof step === "number") return step;
        const model = reason ? "Missing" : holder?.model ?? declaration.root;
        const at = declaration.models[model]?.fields.findIndex((field) => field.name === step) ?? -1;
        holder = declaration.models[model]?.fields[at];
        reason = holder?.reason === true && isGroup(value) && "missing" in value;
        return at;
      });
    };
    const keyed = found.map((problem, number) => ({ problem, number, key: place(problem.path) }));
    keyed.sort((one, other) => compared(one.key, other.key) || one.number - other.number);
    const told = new Set();
    return keyed.map(({ problem }) => problem).filter(({ path, rule, what }) => {
      const key = JSON.stringify([path, rule, what]);
      return !told.has(key) && told.add(key);
    });
  }

  /**
   * @param {number[]} one
   * @param {number[]} other
   */
  function compared(one, other) {
    const at = one.findIndex((step, index) => step !== other[index]);
    return at < 0 ? one.length - other.length : one[at] - (other[at] ?? -1);
  }

  // ---- What no text may hold

  /**
   * @param {FormText} text
   * @param {FormDeclaration} declaration
   */
  function ofText({ path, field, text }, { texts }) {
    const hidden = texts.hidden.flatMap((pattern) => formpatterns.all(pattern, text)).sort((one, other) => one.index - other.index)[0];
    const long = text.split(/\s+/).find((word) => [...word].length > texts.word && !word.includes("://"));
    const found = [];
    if (hidden) {
      const what = `'${field.label}': there is a hidden character, U+${(hidden[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
      found.push(problem(path, "text-control", what, "Delete the character and type the text around it again."));
    }
    if (long) found.push(problem(path, "text-word", `'${field.label}': the word '${[...long].slice(0, 29).join("")}…' is longer than ${texts.word} letters`, "Break the word up."));
    return found;
  }

  // ---- Labels

  /**
   * Give labels that stand twice, and those that lead to nothing.
   * @param {any} record
   * @param {FormPart[]} parts
   * @param {FormDeclaration} declaration
   */
  function labels(record, parts, declaration) {
    const twice = parts.flatMap(({ item, model, path }) => declaration.models[model].fields.flatMap((field) => repeated(item[field.name], field, [...path, field.name], declaration)));
    const loose = parts.flatMap(({ item, model, path }) =>
      declaration.models[model].fields.filter((field) => field.known).flatMap((field) => {
        const known = targets(record, field).map(([label]) => label.trim());
        const value = item[field.name];
        const told = Array.isArray(value) ? value.map((label, index) => [label, [...path, field.name, index]]) : [[value, [...path, field.name]]];
        return told.filter(([label]) => isWell(label, field) && !known.includes(label.trim())).map(([label, place]) => {
          const mend = known.length ? oneOf(counted(known)) : "Add it first, in its own part of the form.";
          return problem(place, field.known ?? "", `'${field.label}': there is no '${label.trim()}' in this record`, mend);
        });
      }),
    );
    return [...twice, ...loose];
  }

  /**
   * @param {any} label
   * @param {FormField} field
   */
  const isWell = (label, field) => typeof label === "string" && label.trim() !== "" && (!field.pattern || new RegExp(field.pattern, "u").test(label.trim()));

  /**
   * @param {any} list
   * @param {FormField} field
   * @param {FormPath} path
   * @param {FormDeclaration} declaration
   */
  function repeated(list, field, path, declaration) {
    const labelled = field.kind === "groups" && declaration.models[field.model ?? ""].fields.some(({ name }) => name === "id");
    if (!labelled || !Array.isArray(list)) return [];
    const ids = list.map((entry) => (isGroup(entry) && typeof entry.id === "string" ? entry.id.trim() : ""));
    return ids.flatMap((id, index) => {
      if (!id || ids.indexOf(id) === index) return [];
      const mend = /\d$/.test(id) ? "Give it the next free number." : "Use another short name.";
      return [problem([...path, index, "id"], "label", `the label '${id}' is used twice`, mend)];
    });
  }

  // ---- Both gates

  /**
   * Give what is private, and the values that no message may repeat.
   * @param {FormText[]} texts
   * @param {FormDeclaration} declaration
   */
  function personal(texts, declaration) {
    /** @type {FormProblem[]} */
    const found = [];
    /** @type {string[]} */
    const values = [];
    const { kinds, instead } = declaration.private;
    for (const { path, text, field } of texts) {
      for (const { kind, start, end } of formprivate.found(text, declaration.private)) {
        const mend = kind === "secret" ? "Have it changed or revoked where it was given out, now; then take it out." : `${instead[kind] ?? instead[""]}.`;
        found.push(problem(path, kind === "secret" ? "secret" : "personal-data", `'${field.label}': this looks like ${kinds[kind]}, which must not be public`, mend));
        values.push(text.slice(start, end));
      }
    }
    return { found, values };
  }

  /**
   * Give counts of a few people for which the record has no answer.
   * @param {any} record
   * @param {FormPart[]} parts
   * @param {FormText[]} texts
   * @param {FormDeclaration} declaration
   */
  function fewPeople(record, parts, texts, declaration) {
    const told = declaration.counts;
    const open = new Set(entries(record, "sources").filter(({ url, archive_url: copy }) => [url, copy].some((each) => isOpen(each, told))).map(({ id }) => String(id).trim()));
    const covered = new Set(entries(record, "disclosure").flatMap(({ covers }) => (Array.isArray(covers) ? covers.map((name) => String(name).trim()) : [])));
    const about = new Set(parts.filter(({ model, item }) => ["Sample", "Figure"].includes(model) && formcounts.isPeople(String(item.of ?? item.unit ?? ""), told)).flatMap(({ path }) => [whose(path), ""]));
    const seen = new Set();
    const few = [...formcounts.typed(parts, open, told).map(([path, what]) => ({ path, what, words: "" })), ...inProse(texts, open, about, declaration)];
    return few.flatMap(({ path, what, words }) => {
      const key = JSON.stringify(path);
      const labelled = path.flatMap((_, index) => labelAt(record, path.slice(0, index + 1)));
      if (seen.has(key) || [...labelled, path[0]].some((name) => covered.has(String(name)))) return [];
      seen.add(key);
      const field = fieldAt(path, parts, declaration);
      const hide = words ? "Leave the number out" : "Say that it is withheld because the numbers are small";
      const mend = `${hide}, or say under 'Small numbers answered for' where this very count is public, or who allows it.`;
      return [problem(path, "small-number", `'${field?.label ?? path[path.length - 1]}' ${what}`, mend)];
    });
  }

  /**
   * Say whether anybody can open an address.
   * @param {any} address
   * @param {CountData} told
   */
  const isOpen = (address, told) => typeof address === "string" && address.trim() !== "" && !told.doors.some((door) => address.toLowerCase().includes(door));

  /**
   * Give the label of the entry at a path.
   * @param {any} record
   * @param {FormPath} path
   */
  function labelAt(record, path) {
    const item = path.reduce((value, step) => value?.[step], record);
    return isGroup(item) && typeof item.id === "string" && item.id.trim() ? [item.id.trim()] : [];
  }

  /**
   * @param {FormPath} path
   * @param {FormPart[]} parts
   * @param {FormDeclaration} declaration
   */
  function fieldAt(path, parts, declaration) {
    const names = path.filter((step) => typeof step === "string");
    const name = names[names.length - 1];
    const holder = path.slice(0, path.lastIndexOf(name));
    const part = parts.find((each) => JSON.stringify(each.path) === JSON.stringify(holder));
    return part && declaration.models[part.model].fields.find((field) => field.name === name);
  }

  /**
   * Give the entry that says whom a text in it counts: an outcome, a cost or a figure, or else the record ("").
   * @param {FormPath} path
   */
  function whose(path) {
    if (path[0] === "outcomes" || path[0] === "costs") return JSON.stringify(path.slice(0, 2));
    return path[0] === "context" && path[1] === "figures" ? JSON.stringify(path.slice(0, 3)) : "";
  }

  /**
   * @param {FormText[]} texts
   * @param {Set<string>} open
   * @param {Set<string>} about
   * @param {FormDeclaration} declaration
   */
  function inProse(texts, open, about, declaration) {
    const told = declaration.counts;
    return texts.flatMap(({ path, field, text, part }) => {
      const { item, model } = part;
      const sources = Array.isArray(item.source) && model !== "Missing" && model !== "Partner" ? item.source : [];
      const isAnswered = sources.some((label) => open.has(String(label).trim())) || (model === "Source" && open.has(String(item.id ?? "").trim()));
      if (!isProse(field, declaration) || path[0] === "disclosure" || (isAnswered && (told.ofFigure.includes(field.name) || (model === "Source" && field.name === "title")))) return [];
      return formcounts.inText(text.trim(), told, about.has(whose(path))).map(({ words, isDerived }) => {
        const how = isDerived ? "lets a few people be worked out" : "counts a few people";
        return { path, words, what: `${how} (1 to ${told.most})` };
      });
    });
  }

  return { advice, declaration: () => declared, nextLabel, problems, pruned, receive, sent, targets };
})();
