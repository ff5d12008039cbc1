// Questions that belong together: the parts of an entry, entries that are added and removed, and an answer or why there is none.
/* global dom, formFields, formPlaces */
/* exported formGroups */
"use strict";

const formGroups = (() => {
  const { element } = dom;

  /**
   * @param {FormSpec} spec
   * @param {unknown} value
   * @param {FormContext} context
   * @returns {FormAsked}
   */
  function make(spec, value, context) {
    if (spec.kind === "group") return group(spec, value, context);
    if (spec.kind === "list") return list(spec, value, context);
    if (spec.kind === "either") return either(spec, value, context);
    return formFields.make(spec, value, context);
  }

  /**
   * @param {unknown} value
   * @returns {Record<string, unknown>}
   */
  const held = (value) => (value && typeof value === "object" && !Array.isArray(value) ? /** @type {Record<string, unknown>} */ (value) : {});

  /**
   * Questions about one thing: what must be answered first, the rest folded.
   * @param {FormSpec} spec
   * @param {unknown} value
   * @param {FormContext} context
   * @param {boolean} [isBare] whether its heading stands elsewhere
   * @returns {FormAsked}
   */
  function group(spec, value, context, isBare = false) {
    const given = held(value);
    const fields = spec.fields ?? [];
    const own = fields.find((field) => field.kind === "label");
    const asked = fields.filter((field) => field.kind !== "label");
    /** @type {Map<string, FormAsked>} */
    const parts = new Map();
    const isNew = !Object.keys(given).some((name) => name !== own?.name);
    for (const field of asked) {
      // Whether all the others are blank, and were when the page came.
      const isFresh = () => isNew && [...parts].every(([name, each]) => name === field.name || each.isBlank());
      parts.set(field.name, make({ ...field, isFresh }, given[field.name], context));
    }
    const [source, locator] = ["source", "locator"].map((name) => parts.get(name));
    if (source && locator) formPlaces.offer(source, locator, context);
    const at = (/** @type {FormSpec} */ field) => /** @type {FormAsked} */ (parts.get(field.name));
    const rare = asked.filter((field) => field.isRare);
    const shown = asked.filter((field) => !field.isRare).map((field) => at(field).node);
    const more = rare.length ? [fold(`More about ${spec.one ?? spec.title.toLowerCase()}`, rare.map((field) => at(field).node), rare.some((field) => !at(field).isBlank()))] : [];
    const hint = spec.hint && !isBare ? [element("p", spec.hint, { class: "form-hint" })] : [];
    const node = isBare
      ? element("div", "", { class: "form-parts" }, [...shown, ...more])
      : element("fieldset", "", { class: "form-group" }, [element("legend", spec.title + (spec.required ? "" : " (optional)")), ...hint, ...shown, ...more]);
    const isBlank = () => [...parts.values()].every((part) => part.isBlank());
    return {
      node,
      isBlank,
      value: () => {
        if (isBlank() && !(spec.required && !spec.isLoose)) return undefined;
        const label = own ? { [own.name]: given[own.name] } : {};
        // What stands there before anybody answers, such as the first source, is no answer yet.
        const told = isBlank() ? [] : asked;
        const said = told.map((field) => [field.name, at(field).value()]).filter(([, answer]) => answer !== undefined);
        return { ...label, ...Object.fromEntries(said) };
      },
      fault: (path, words) => (parts.get(String(path[0])) ?? [...parts.values()][0]).fault(path.slice(1), words),
      clear: () => parts.forEach((part) => part.clear()),
      first: () => [...parts.values()][0].first(),
    };
  }

  /**
   * @param {string} title
   * @param {Node[]} nodes
   * @param {boolean} isOpen
   */
  const fold = (title, nodes, isOpen) =>
    element("details", "", { class: "form-more", ...(isOpen ? { open: "" } : {}) }, [element("summary", title), ...nodes]);

  /**
   * An answer, or why there is none; or one of two kinds of answer.
   * @param {FormSpec} spec
   * @param {unknown} value
   * @param {FormContext} context
   * @returns {FormAsked}
   */
  function either(spec, value, context) {
    const [given, other] = /** @type {[FormSpec, FormSpec]} */ (spec.ways);
    const id = formFields.newId();
    const box = element("input", "", { type: "checkbox", id });
    box.checked = spec.isOther?.(value) ?? false;
    const answered = box.checked ? undefined : value;
    const inside = { ...given, title: spec.title, hint: "", required: spec.required, isLoose: true, isQuiet: true };
    const answer = given.kind === "group" ? group(inside, answered, context, true) : make(inside, answered, context);
    /** @type {FormAsked | undefined} */
    let reason;
    const place = element("div", "", { class: "form-reason" });
    const choice = element("label", "", { class: "form-choice form-instead", for: id }, [
      box, element("span", spec.instead ?? "Not known", {}, [element("span", `: ${spec.title}`, { class: "visually-hidden" })]),
    ]);
    const swap = () => {
      if (box.checked && !reason) {
        reason = group({ ...other, required: true }, answered === undefined ? value : undefined, context, true);
        place.append(reason.node);
      }
      answer.node.toggleAttribute("hidden", box.checked);
      place.toggleAttribute("hidden", !box.checked);
    };
    box.addEventListener("change", swap);
    swap();
    const now = () => (box.checked && reason ? reason : answer);
    // What is asked for and made of several parts does not look as if it were: it is said.
    const either = spec.required && given.kind === "group" && spec.instead ? `Answer it, or tick “${spec.instead}” below.` : "";
    const about = [spec.hint, either].filter(Boolean).join(" ");
    const hint = about ? [element("p", about, { class: "form-hint", id: `${id}-about` })] : [];
    const legend = element("legend", spec.title + (spec.required ? "" : " (optional)"), spec.isQuiet ? { class: "visually-hidden" } : {});
    const frame = element("fieldset", "", { class: given.kind === "group" ? "form-group" : "form-either", ...(hint.length ? { "aria-describedby": `${id}-about` } : {}) });
    frame.append(legend, ...hint, answer.node, choice, place);
    return {
      node: frame,
      isBlank: () => !box.checked && answer.isBlank(),
      value: () => (box.checked ? (reason?.value() ?? {}) : answer.isBlank() ? undefined : answer.value()),
      fault: (path, words) => now().fault(path, words),
      clear: () => (answer.clear(), reason?.clear()),
      first: () => now().first(),
    };
  }

  /**
   * Entries that can be added, removed and put back. Those with a label keep it, as others name them by it.
   * @param {FormSpec} spec
   * @param {unknown} value
   * @param {FormContext} context
   * @returns {FormAsked}
   */
  function list(spec, value, context) {
    const item = /** @type {FormSpec} */ (spec.item);
    const one = spec.one ?? "entry";
    const label = item.fields?.find((field) => field.kind === "label");
    /** @typedef {{ part: FormAsked, node: HTMLElement, name: HTMLElement, label: string, isGone: boolean }} Entry */
    /** @type {Entry[]} */
    const entries = [];
    const id = formFields.newId();
    const box = element("div", "", { class: "form-entries" });
    const add = element("button", "", { type: "button", class: "button" });
    const frame = element("fieldset", "", { class: `form-list${label || item.kind === "group" ? "" : " form-rows"}`, id });
    const about = formFields.wrongness(id, frame, frame, spec.hint ?? "");
    const title = spec.title + (spec.required || spec.isPart ? "" : " (optional)");
    frame.append(element("legend", title, spec.isQuiet ? { class: "visually-hidden" } : {}), ...about.before, box, element("p", "", { class: "form-add" }, [add]));

    const present = () => entries.filter((entry) => !entry.isGone);
    const told = () => present().filter((entry) => !entry.part.isBlank());

    const number = () => {
      present().forEach((entry, index) => {
        const isAlone = present().length === 1 && !label;
        entry.name.classList.toggle("visually-hidden", isAlone);
        const called = isAlone ? "" : ` ${entry.label || index + 1}`;
        entry.name.textContent = `${one.charAt(0).toUpperCase()}${one.slice(1)}${called}`;
        const remove = entry.node.querySelector(":scope > .form-remove > button");
        remove?.replaceChildren("Remove", element("span", ` ${one}${called}`, { class: "visually-hidden" }));
        // What is asked for keeps one entry.
        remove?.parentElement?.toggleAttribute("hidden", Boolean(spec.required) && present().length === 1);
      });
      add.textContent = present().length ? `Add another ${one}` : `Add ${/^[aeiou]/.test(one) ? "an" : "a"} ${one}`;
    };

    const free = () => {
      const letter = label?.letter ?? "";
      // A label is not given again: whatever still names it would lead to something else.
      const used = new Set([...entries.map((entry) => entry.label), ...context.named]);
      let next = 1;
      while (used.has(`${letter}${next}`)) next++;
      return `${letter}${next}`;
    };

    /** @param {unknown} given */
    const entry = (given) => {
      const own = label ? String(held(given)[label.name] ?? free()) : "";
      const part = item.kind === "group" ? group({ ...item, required: true, one: `this ${one}` }, label ? { ...held(given), [label.name]: own } : given, context, true) : make(item, given, context);
      const name = element("legend", "");
      const remove = element("button", "", { type: "button", class: "button form-small" });
      const node = element("fieldset", "", { class: "form-entry" }, [name, part.node, element("p", "", { class: "form-remove" }, [remove])]);
      /** @type {Entry} */
      const made = { part, node, name, label: own, isGone: false };
      remove.addEventListener("click", () => take(made));
      entries.push(made);
      box.append(node);
      return made;
    };

    /** @param {Entry} made */
    const take = (made) => {
      const called = made.name.textContent ?? "";
      const undo = element("button", "Put it back", { type: "button", class: "button form-small" });
      const gone = element("p", `${called} is removed. `, { class: "form-gone" }, [undo]);
      undo.addEventListener("click", () => {
        made.isGone = false;
        gone.replaceWith(made.node);
        number();
        context.changed();
        made.part.first().focus();
      });
      made.isGone = true;
      made.node.replaceWith(gone);
      number();
      context.changed();
      context.say(`${called} is removed.`);
      undo.focus();
    };

    add.addEventListener("click", () => {
      const made = entry(undefined);
      number();
      context.changed();
      made.part.first().focus();
    });
    for (const given of Array.isArray(value) ? value : []) entry(given);
    if (spec.required && !entries.length) entry(undefined);
    number();
    if (spec.keeps) context.keep(spec.keeps, () => present().map((each) => [each.label, held(each.part.value())]));
    const first = () => present()[0]?.part.first() ?? add;
    return {
      node: frame,
      isBlank: () => !told().length,
      value: () => (told().length ? told().map((each) => each.part.value()) : undefined),
      fault: (path, words) => {
        const meant = typeof path[0] === "number" ? (told()[path[0]] ?? present()[path[0]]) : undefined;
        if (meant) return meant.part.fault(path.slice(1), words);
        if (spec.required && present().length) return present()[0].part.fault([], words);
        about.add(words);
        return first();
      },
      clear: () => (about.clear(), entries.forEach((each) => each.part.clear())),
      first,
    };
  }

  return { make, group };
})();
