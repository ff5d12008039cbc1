// What a record holds while a form is filled in: its groups and texts with their paths, its labels, and how a problem of it is told.
// A record is what its file holds: objects, lists, and text for every single value.
/* exported formrecord */
"use strict";

const formrecord = (() => {
  const LISTED = 30;

  /**
   * @param {unknown} value
   * @returns {value is Record<string, any>}
   */
  const isGroup = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

  /**
   * Give a value without what is blank in it; undefined where nothing is left. Texts are given without the blanks around them.
   * @param {any} value
   * @returns {any}
   */
  function pruned(value) {
    if (typeof value === "string") return value.trim() || undefined;
    if (Array.isArray(value)) {
      const kept = value.map(pruned).filter((each) => each !== undefined);
      return kept.length ? kept : undefined;
    }
    if (!isGroup(value)) return value;
    const kept = Object.entries(value).map(([name, inner]) => [name, pruned(inner)]).filter(([, inner]) => inner !== undefined);
    return kept.length ? Object.fromEntries(kept) : undefined;
  }

  /**
   * Give a value whose texts have no blanks around them.
   * @param {any} value
   * @returns {any}
   */
  function trimmed(value) {
    if (typeof value === "string") return value.trim();
    if (Array.isArray(value)) return value.map(trimmed);
    return isGroup(value) ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, trimmed(inner)])) : value;
  }

  /**
   * Give the model that a group is of: the reason why there is nothing, the other that may stand there, or its own.
   * @param {FormField} field
   * @param {any} value
   */
  function modelOf(field, value) {
    if (field.reason && isGroup(value) && "missing" in value) return "Missing";
    return field.or && isGroup(value) && "text" in value ? field.or : field.model ?? "";
  }

  /**
   * Give every group of a record with its path and model, the record itself first. What has not the shape of a group is passed over.
   * @param {Record<string, any>} record
   * @param {FormDeclaration} declaration
   * @returns {FormPart[]}
   */
  function partsOf(record, declaration) {
    /** @type {FormPart[]} */
    const found = [];
    const gather = (/** @type {string} */ model, /** @type {any} */ item, /** @type {FormPath} */ path) => {
      if (!isGroup(item) || !declaration.models[model]) return;
      found.push({ model, item, path });
      for (const field of declaration.models[model].fields) {
        const value = item[field.name];
        if (Array.isArray(value)) {
          if (field.kind === "groups") value.forEach((entry, index) => gather(modelOf({ ...field, reason: false }, entry), entry, [...path, field.name, index]));
        } else if (value !== undefined) gather(modelOf(field, value), value, [...path, field.name]);
      }
    };
    gather(declaration.root, record, []);
    return found;
  }

  /**
   * Give every text of a record: its path, the field that holds it, and the words.
   * @param {FormPart[]} parts
   * @param {FormDeclaration} declaration
   * @returns {FormText[]}
   */
  const textsOf = (parts, declaration) =>
    parts.flatMap((part) =>
      declaration.models[part.model].fields.flatMap((field) => {
        const value = part.item[field.name];
        const path = [...part.path, field.name];
        if (typeof value === "string") return [{ path, field, text: value, part }];
        return Array.isArray(value) ? value.flatMap((text, index) => (typeof text === "string" ? [{ path: [...path, index], field, text, part }] : [])) : [];
      }),
    );

  /**
   * Give the entries of a list of the record: "sources", "context.figures".
   * @param {any} record
   * @param {string} name
   * @returns {Record<string, any>[]}
   */
  function entries(record, name) {
    const value = name.split(".").reduce((item, step) => (isGroup(item) ? item[step] : undefined), record);
    return Array.isArray(value) ? value.filter(isGroup) : [];
  }

  /**
   * Give what a reference may lead to: [label, what is called so].
   * @param {any} record
   * @param {FormField} field
   * @returns {[string, string][]}
   */
  const targets = (record, field) =>
    (field.to ?? []).flatMap((name) => {
      if (name === "qualitative") return [/** @type {[string, string]} */ ([name, "what people said"])];
      const told = entries(record, name).filter(({ id }) => typeof id === "string" && id);
      return told.map((entry) => /** @type {[string, string]} */ ([entry.id, String(entry.title ?? entry.label ?? entry.name ?? entry.question?.text ?? entry.words ?? "")]));
    });

  /**
   * Give the next free label of a list: "S3". A list whose labels are short names has none.
   * @param {any} record
   * @param {string} name
   * @param {FormDeclaration} declaration
   */
  function nextLabel(record, name, declaration) {
    const field = name.split(".").reduce(
      (/** @type {FormField | undefined} */ holder, step) => declaration.models[holder?.model ?? declaration.root].fields.find((each) => each.name === step), undefined);
    const letter = declaration.models[field?.model ?? ""]?.fields.find((each) => each.kind === "label")?.pattern?.match(/^\^([A-Z]+)/)?.[1];
    const numbers = entries(record, name).map(({ id }) => Number(String(id ?? "").match(/\d+$/)?.[0] ?? 0));
    return letter ? `${letter}${Math.max(0, ...numbers) + 1}` : "";
  }

  // ---- How a problem is told

  /**
   * @param {FormPath} path
   * @param {string} rule
   * @param {string} what
   * @param {string} mend
   * @returns {FormProblem}
   */
  const problem = (path, rule, what, mend) => ({ path, rule, what, mend });

  /** @param {string} text */
  function shown(text) {
    const line = text.split(/\s+/).filter(Boolean).join(" ");
    return [...line].length <= 60 ? `'${line}'` : `'${[...line].slice(0, 59).join("")}…'`;
  }

  /** @param {string[]} words */
  const oneOf = (words) => `Choose one of: ${words.slice(0, LISTED).join(", ")}${words.length > LISTED ? ` … (${words.length} in all)` : ""}.`;

  /**
   * Give labels once each, in the order in which people count them: S2 before S10.
   * @param {string[]} words
   */
  const counted = (words) => [...new Set(words)].sort((one, other) => one.localeCompare(other, "en", { numeric: true }));

  return { counted, entries, isGroup, modelOf, nextLabel, oneOf, partsOf, problem, pruned, shown, targets, textsOf, trimmed };
})();
