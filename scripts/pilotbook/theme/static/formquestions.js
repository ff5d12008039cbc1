// The questions of the form, made from the record's own declaration: what is asked, of what kind the answer is, what is folded.
/* exported formQuestions */
"use strict";

const formQuestions = (() => {
  /** @type {Record<string, FormSpec["kind"]>} */
  const KINDS = {
    text: "text", long: "prose", language: "text", choice: "choice", choices: "many", reference: "choice", references: "many", when: "date",
    date: "day", address: "url", number: "number", whole: "whole", slug: "slug", label: "label", id: "text", ids: "list", texts: "list",
  };
  // What every fact with a source has stands after what it says.
  const LAST = ["source", "locator", "note"];
  // Beyond so many, choices that may be several are asked for one after another.
  const MANY = 8;
  const INSTEAD = "Not known, and why";

  /** @param {unknown} value */
  const isReason = (value) => Boolean(value && typeof value === "object" && !Array.isArray(value) && "missing" in value);
  /** @param {unknown} value */
  const isWords = (value) => Boolean(value && typeof value === "object" && "text" in value);

  /**
   * Give the questions of a model, by the names of their fields.
   * @param {FormDeclaration} declared
   * @param {FormLayout} layout
   */
  function reader(declared, layout) {
    /** @param {string} model */
    const fields = (model) => {
      const all = [...declared.models[model].fields].sort((one, other) => LAST.indexOf(one.name) - LAST.indexOf(other.name));
      const hasNeeded = all.some((field) => field.required);
      return all.map((field) => ({ ...spec(model, field), isRare: hasNeeded && !field.required && !layout.common.includes(`${model}.${field.name}`) }));
    };

    /**
     * @param {string} model
     * @param {FormField} field
     * @returns {FormSpec}
     */
    function spec(model, field) {
      const key = `${model}.${field.name}`;
      const example = field.example && field.kind !== "groups" && field.kind !== "group" ? ` Such as ${[field.example].flat().join(", ")}.` : "";
      const told = layout.words[key] ?? layout.words[`*.${field.name}`] ?? [field.label, `${field.help}${example}`];
      /** @type {FormSpec} */
      const asked = { name: field.name, title: told[0], hint: told[1], kind: "text", required: field.required ?? false };
      const one = layout.ones[key];
      if (one) asked.one = one;
      const given = answer(key, field, { ...asked, ...(field.words ? { words: field.words } : {}) });
      // A reason may stand for the whole answer.
      if (field.reason) return { ...asked, kind: "either", ways: [given, group("Missing", asked)], instead: INSTEAD, isOther: isReason };
      if (field.or && field.kind === "group") return { ...asked, kind: "either", ways: [given, group(field.or, asked)], instead: "Words, no figure", isOther: isWords };
      return given;
    }

    /**
     * @param {string} model
     * @param {FormSpec} asked
     * @returns {FormSpec}
     */
    function group(model, asked) {
      const inside = fields(model).map((each) => (each.name === "text" && asked.words ? { ...each, words: asked.words } : each));
      return { ...asked, kind: "group", fields: inside, one: layout.ones[model] ?? asked.one ?? "this" };
    }

    /**
     * @param {string} key
     * @param {FormField} field
     * @param {FormSpec} asked
     * @returns {FormSpec}
     */
    function answer(key, field, asked) {
      if (field.kind === "group") return group(field.model ?? "", asked);
      if (field.kind === "groups") {
        const plain = { ...asked, one: undefined };
        const item = group(field.model ?? "", { ...plain, hint: "", required: true });
        if (field.or) return { ...asked, kind: "list", item: { ...item, kind: "either", ways: [item, group(field.or, plain)], instead: "Words, no figure", isOther: isWords } };
        return { ...asked, kind: "list", item, keeps: field.name };
      }
      const listed = layout.choices[key];
      const kind = listed ? "choice" : KINDS[field.kind];
      const choices = listed ?? (declared.choices[field.choices ?? ""] ?? []).map((choice) => named(key, choice));
      /** @type {FormSpec} */
      const single = { ...asked, kind, choices };
      if (field.default) single.preset = single.omit = field.default;
      if (layout.open.includes(field.choices ?? "")) single.isOpen = true;
      if (layout.presets[key]) single.preset = layout.presets[key];
      if (field.to) single.to = field.to.join(" ");
      if (field.kind === "label") single.letter = /[A-Z]+/.exec(field.pattern ?? "")?.[0] ?? "";
      if (kind === "many" && !field.to && choices.length > MANY) return { ...asked, kind: "list", item: { ...single, title: titled(asked), kind: "choice", hint: "", required: true, isQuiet: true } };
      if (kind === "list") return { ...asked, kind, item: { ...asked, title: titled(asked), kind: "text", hint: "", required: true, isQuiet: true } };
      return single;
    }

    return { spec, fields };
  }

  /** @param {string} text */
  const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
  /** @param {FormSpec} spec */
  const titled = (spec) => capital(spec.one ?? spec.title);

  /**
   * Give code and words of a choice; a reason says with it whose gap it is.
   * @param {string} key
   * @param {[code: string, label: string, about?: string]} choice
   * @returns {[string, string]}
   */
  function named(key, [code, label, about]) {
    const words = capital(label);
    return [code, key === "Missing.missing" && about ? `${words} (${about})` : words];
  }

  return { reader };
})();
