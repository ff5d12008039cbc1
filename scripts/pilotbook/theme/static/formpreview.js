// The page that a case would become, in the layout of a case's page and without a rating: that is worked out once it is sent.
/* global dom */
/* exported formPreview */
"use strict";

const formPreview = (() => {
  const { element } = dom;
  /** @type {Record<string, string>} */
  const MONEY = { GBP: "", "GBP thousand": " thousand", "GBP million": " million", "GBP billion": " billion" };
  // In the order of a case's page: heading, and the field that stands under it.
  const PARTS = [
    ["What did not work", "did_not_work"], ["The problem", "problem"], ["What was tried, and why", "intervention"], ["Test-learn cycles", "cycles"],
    ["Outcomes", "outcomes"], ["Costs", "costs"], ["Harm and side effects", "harms"], ["Who gained less or was not reached", "equity"], ["Around it", "context"],
    ["What it says about lessons", "lessons"], ["Where sources disagree", "disagreements"], ["Who took part", "partners"],
    ["Ethics review and consent", "ethics"], ["Registration", "registration"],
  ];
  // Told in the line above, or of no use to a reader of the page.
  const UNTOLD = ["id", "source", "locator"];

  /** @typedef {Record<string, any>} Held */

  /** Write digits in threes, as on every page: 1,650.
   * @param {string} number
   */
  function threes(number) {
    const [whole, rest] = number.split(".");
    return whole.replace(/\B(?=(\d{3})+$)/g, ",") + (rest ? `.${rest}` : "");
  }

  /**
   * @param {Held} record
   * @param {FormDeclaration} declared
   */
  function make(record, declared) {
    /** @param {string} key @param {unknown} code */
    const label = (key, code) => (declared.choices[key] ?? []).find(([each]) => each === String(code))?.[1] ?? String(code).replaceAll("_", " ");

    /** @param {string} text */
    const filled = (text) => text.replace(/\{([A-Z]{1,2}[0-9]{1,2}(?:\.[a-z_]+)*)\}/g, (whole, name) => referred(name) ?? whole);

    /** @param {string} name */
    function referred(name) {
      const [id, ...steps] = name.split(".");
      /** @type {any} */
      let found = [...(record.outcomes ?? []), ...(record.costs ?? []), ...(record.context?.figures ?? [])].find((each) => each.id === id);
      if (/^F/.test(id) && steps[0] !== "figure") steps.unshift("figure");
      for (const step of steps) found = found?.[step];
      return found?.value ? figure(found) : typeof found === "string" ? found : null;
    }

    /** @param {Held} held */
    function figure(held) {
      const before = held.qualifier ? `${label("Figure.qualifier", held.qualifier)} ` : "";
      const digits = threes(String(held.value));
      if (held.unit in MONEY) return `${before}£${digits}${MONEY[held.unit]}`;
      return `${before}${digits}${held.unit === "%" ? "%" : ` ${held.unit ?? ""}`}`;
    }

    /** @param {Held} held */
    const cited = (held) => [
      ...(held.source ?? []).map((/** @type {string} */ id) => element("a", `[${id}]`, { class: "src", href: `#preview-${id}` })),
      ...(held.locator ? [element("small", ` ${held.locator}`, { class: "soft" })] : []),
    ].flatMap((node) => [" ", node]);

    /**
     * @param {Held} held
     * @returns {(Node | string)[]}
     */
    function reason(held) {
      const why = held.missing ? label("Missing.missing", held.missing) : "no reason given yet";
      return [element("span", `Not known: ${why}${held.note ? `. ${held.note}` : ""}`, { class: "soft" }), ...cited(held)];
    }

    /**
     * Tell a value in words.
     * @param {FormField} field
     * @param {any} value
     * @returns {(Node | string)[]}
     */
    function told(field, value) {
      if (Array.isArray(value)) return field.kind === "groups" ? [several(field, value)] : [value.map((each) => word(field, each)).join(", ")];
      if (typeof value !== "object") return [word(field, value)];
      if ("missing" in value || !Object.keys(value).length) return reason(value);
      if ("value" in value) return [element("strong", figure(value)), value.period ? `, ${value.period}` : "", ...rest(field, value, ["value", "unit", "qualifier", "period"]), ...cited(value)];
      if ("text" in value) return [filled(value.text), ...rest(field, value, ["text"]), ...cited(value)];
      return [...inline(field, value), ...cited(value)];
    }

    /**
     * Tell a small group in one line: "2,300 families", "no comparison", or each part by its name.
     * @param {FormField} field
     * @param {Held} value
     * @returns {(Node | string)[]}
     */
    function inline(field, value) {
      const parts = declared.models[field.model ?? ""].fields.filter(({ name }) => value[name] !== undefined && !UNTOLD.includes(name));
      if (parts.some(({ name }) => typeof value[name] === "object" && !Array.isArray(value[name]))) return [facts(field.model ?? "", value)];
      const isOne = parts.length === 1;
      return [parts.map((part) => (isOne ? "" : `${part.label}: `) + [value[part.name]].flat().map((each) => word(part, each)).join(", ")).join("; ")];
    }

    /**
     * @param {FormField} field
     * @param {Held} value
     * @param {string[]} said
     */
    function rest(field, value, said) {
      const left = Object.fromEntries(Object.entries(value).filter(([name]) => !said.includes(name)));
      const words = (declared.models[field.model ?? ""]?.fields ?? []).filter((each) => left[each.name] !== undefined && !UNTOLD.includes(each.name));
      return words.map((each) => `; ${each.label.toLowerCase()}: ${typeof left[each.name] === "object" ? "given" : word(each, left[each.name])}`);
    }

    /** @param {FormField} field @param {any} value */
    const word = (field, value) => {
      if (field.choices) return label(field.choices, value);
      return field.kind === "whole" || field.kind === "number" ? threes(String(value)) : filled(String(value));
    };

    /** @param {string} model @param {Held} held @param {string[]} [without] */
    function facts(model, held, without = []) {
      const fields = declared.models[model].fields.filter(({ name }) => held[name] !== undefined && !UNTOLD.includes(name) && !without.includes(name));
      return element("dl", "", { class: "facts" }, fields.flatMap((field) => [element("dt", field.label), element("dd", "", {}, told(field, held[field.name]))]));
    }

    /** @param {FormField} field @param {Held[]} entries */
    function several(field, entries) {
      const shown = entries.map((held) => {
        if ("missing" in held || "value" in held || "text" in held) return element("div", "", {}, [element("p", "", {}, told({ ...field, kind: "group" }, held))]);
        const name = held.label ?? held.name ?? held.topic ?? held.what ?? held.id ?? "";
        const by = ["label", "name", "topic", "what"].find((each) => held[each] !== undefined) ?? "";
        return element("div", "", {}, [element("h4", "", {}, [filled(String(name)), ...cited(held)]), facts(field.model ?? "", held, [by])]);
      });
      return element("div", "", {}, shown);
    }

    /** @param {Held} source */
    function source(source) {
      const day = typeof source.published === "string" ? source.published : "no date";
      const seen = source.seen ? label("Source.seen", source.seen) : "";
      const address = typeof source.url === "string" ? [element("br", ""), element("span", source.url, { class: "small" })] : [];
      return element("li", "", { id: `preview-${source.id}` }, [element("strong", source.id), ` ${source.title ?? "No title yet"}. ${[source.publisher, day, seen].filter(Boolean).join(", ")}.`, ...address]);
    }

    const fields = new Map(declared.models[declared.root].fields.map((field) => [field.name, field]));
    const places = (record.places ?? []).map((/** @type {Held} */ place) => label("places", place.place)).join(", ");
    const dates = Object.values(record.dates ?? {}).flatMap((/** @type {Held} */ each) => each.actual ?? each.planned ?? []);
    const kicker = ["Case study", places, dates.join(" to "), record.stage ? label("Case.stage", record.stage) : ""].filter(Boolean).join(" · ");
    const tried = typeof record.tried === "string" ? [element("p", record.tried, {})] : [];
    return [
      element("p", kicker, { class: "kicker" }),
      element("h3", record.title ?? "No title yet", { class: "form-page-title" }),
      element("p", "Rated when it is sent: this page gives no level.", { class: "small soft" }),
      element("p", filled(record.summary ?? "No summary yet."), { class: "lead" }),
      ...PARTS.flatMap(([heading, name]) => {
        const field = fields.get(name);
        const value = record[name];
        if (!field || value === undefined || (name !== "did_not_work" && !Object.keys(value).length)) return [];
        const inside = [element("h3", heading), ...(name === "intervention" ? tried : []), element("div", "", {}, told(field, value))];
        return [name === "did_not_work" ? element("div", "", { class: "callout callout-did-not-work" }, inside) : element("section", "", {}, inside)];
      }),
      ...(record.sources?.length ? [element("h3", "Sources"), element("ol", "", { class: "form-sources" }, record.sources.map(source))] : []),
    ];
  }

  return { make };
})();
