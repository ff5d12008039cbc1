// One question of a form: its label, what helps to answer it, what is wrong with the answer, and the control that takes it.
// All words are set as text, never as HTML.
/* global dom */
/* exported formFields */
"use strict";

const formFields = (() => {
  const { element } = dom;
  // As many choices as are read at a glance stand open; more are folded into a list.
  const OPEN = 8;
  // What stands for a choice that the list lacks.
  const OTHER = "+";
  // Of a short name.
  const LONGEST = 60;
  let made = 0;
  const newId = () => `form-${++made}`;

  /**
   * Give a place for what is wrong, and how to say it and take it back.
   * @param {string} id
   * @param {HTMLElement} marked the control, or the group of controls, that is said to be wrong
   * @param {HTMLElement} described what is described by hint and error
   * @param {string} hint
   */
  function wrongness(id, marked, described, hint) {
    const hintNode = hint ? [element("p", hint, { id: `${id}-hint`, class: "form-hint" })] : [];
    const place = element("p", "", { id: `${id}-wrong`, class: "form-wrong" });
    /** @type {string[]} */
    let said = [];
    const describe = () => {
      const ids = [...hintNode.map((node) => node.id), ...(said.length ? [place.id] : [])];
      if (ids.length) described.setAttribute("aria-describedby", ids.join(" "));
      else described.removeAttribute("aria-describedby");
    };
    /** @param {string[]} words */
    const say = (words) => {
      said = words;
      place.replaceChildren(...(said.length ? [element("span", "Error: ", { class: "visually-hidden" }), said.join(" ")] : []));
      marked.closest(".form-field")?.classList.toggle("is-wrong", said.length > 0);
      if (described !== marked || !marked.matches("fieldset")) {
        if (said.length) marked.setAttribute("aria-invalid", "true");
        else marked.removeAttribute("aria-invalid");
      }
      describe();
    };
    describe();
    return {
      before: [...hintNode, place],
      /** @param {string} words */
      add: (words) => void (words && say([...new Set([...said, words])])),
      clear: () => say([]),
    };
  }

  /** @param {FormSpec} spec */
  const named = (spec) => [spec.title, ...(spec.required || spec.isAsked || spec.isQuiet ? [] : [element("span", " (optional)", { class: "form-optional" })])];
  /** @param {FormSpec} spec @param {string | undefined} value */
  const said = (spec, value) => (value === spec.omit ? undefined : value);
  /** @param {FormSpec} spec @returns {Record<string, string>} */
  const quiet = (spec) => (spec.isQuiet ? { class: "visually-hidden" } : {});

  /**
   * A question whose answer is typed or chosen in one control.
   * @param {FormSpec} spec
   * @param {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} control
   * @param {string} preset what stands there before anybody answers, and is no answer by itself
   * @param {Node[]} [after]
   * @returns {FormAsked}
   */
  function single(spec, control, preset, after = []) {
    control.id = newId();
    const about = wrongness(control.id, control, control, spec.hint ?? "");
    const label = element("label", "", { for: control.id, ...quiet(spec) }, named(spec));
    let isTouched = control.value !== preset;
    for (const kind of ["input", "change"]) control.addEventListener(kind, () => (isTouched = true));
    return {
      node: element("div", "", { class: "form-field" }, [label, ...about.before, control, ...after]),
      value: () => said(spec, control.value.trim() || undefined),
      isBlank: () => !control.value.trim() || (!isTouched && control.value === preset),
      fault: (_, words) => (about.add(words), control),
      clear: about.clear,
      first: () => control,
      take: (value) => void ((control.value = String(value)), (isTouched = true)),
    };
  }

  /**
   * @param {FormSpec} spec
   * @param {string} value
   */
  function line(spec, value) {
    const control = element("input", "", { type: "text", autocomplete: "off", spellcheck: spec.kind === "text" ? "true" : "false" });
    if (spec.kind === "number" || spec.kind === "whole") control.inputMode = "decimal";
    if (spec.kind === "url") control.inputMode = "url";
    if (["number", "whole", "date", "day"].includes(spec.kind)) control.className = "form-short";
    control.value = value || spec.preset || "";
    const asked = single(spec, control, spec.preset ?? "", counted(spec, control));
    if (spec.offers) {
      control.setAttribute("list", `${control.id}-offers`);
      asked.node.append(element("datalist", "", { id: `${control.id}-offers` }, spec.offers.map((value) => element("option", "", { value }))));
    }
    return asked;
  }

  /**
   * @param {FormSpec} spec
   * @param {string} value
   */
  function prose(spec, value) {
    const control = element("textarea", "", { rows: spec.words && spec.words < 40 ? "2" : "4" });
    control.value = value;
    return single(spec, control, "", counted(spec, control));
  }

  /**
   * Say how many words stand there, where they are limited.
   * @param {FormSpec} spec
   * @param {HTMLInputElement | HTMLTextAreaElement} control
   */
  function counted(spec, control) {
    const most = spec.words;
    if (!most) return [];
    const count = element("p", "", { class: "form-count", "aria-live": "off" });
    const tell = () => {
      const words = control.value.split(/\s+/).filter(Boolean).length;
      const within = words ? `${words} of at most ${most} words` : "";
      count.textContent = words > most ? `${words - most} of ${words} words too many` : within;
      count.classList.toggle("is-over", words > most);
      // It is read out only where it matters, and not with every word.
      count.setAttribute("aria-live", words > most ? "polite" : "off");
    };
    control.addEventListener("input", tell);
    tell();
    return [count];
  }

  /**
   * @param {FormSpec} spec
   * @param {string} value
   * @param {FormContext} context
   */
  function list(spec, value, context) {
    const control = element("select", "");
    const chosen = value || spec.preset || "";
    /** @param {[string, string][]} choices */
    const fill = (choices) => {
      const now = control.options.length ? control.value : chosen;
      control.replaceChildren(element("option", spec.required || spec.isAsked ? "Choose" : "Not said", { value: "" }), ...choices.map(([code, label]) => element("option", label, { value: code })));
      // What is no choice here stays in the draft, and is told to be wrong.
      if (now && !choices.some(([code]) => code === now)) control.append(element("option", now, { value: now }));
      control.value = now;
    };
    if (spec.to) {
      const kind = spec.to;
      fill(context.labels(kind));
      context.follow(control, () => fill(context.labels(kind)));
    } else fill(spec.choices ?? []);
    return spec.isOpen ? orOther(spec, control, value) : single(spec, control, spec.preset ?? "");
  }

  /**
   * A list of the book that lacks what is meant: it is written, and the editors add it.
   * @param {FormSpec} spec
   * @param {HTMLSelectElement} control
   * @param {string} value
   * @returns {FormAsked}
   */
  function orOther(spec, control, value) {
    const other = line({ ...spec, kind: "text", title: "What is it called?", hint: "It is not in the book’s list yet. The editors add it.", required: true, isQuiet: false, preset: "" }, "");
    const isKnown = (spec.choices ?? []).some(([code]) => code === value);
    control.querySelectorAll("option").forEach((each) => each.value && !(spec.choices ?? []).some(([code]) => code === each.value) && each.remove());
    control.append(element("option", "Another, not in this list", { value: OTHER }));
    const typed = /** @type {HTMLInputElement} */ (other.first());
    if (value && !isKnown) [control.value, typed.value] = [OTHER, value];
    const asked = single(spec, control, "", [other.node]);
    const show = () => other.node.toggleAttribute("hidden", control.value !== OTHER);
    control.addEventListener("change", show);
    show();
    const now = () => (control.value === OTHER ? other : asked);
    return {
      ...asked,
      isBlank: () => now().isBlank(),
      value: () => (control.value === OTHER ? slugOf(String(other.value() ?? "")) || undefined : asked.value()),
      fault: (path, words) => now().fault(path, words),
      clear: () => (asked.clear(), other.clear()),
    };
  }

  /**
   * Give a text as a short name: small letters, digits and hyphens.
   * @param {string} text
   */
  function slugOf(text) {
    const plain = text.normalize("NFKD").toLowerCase().replace(/[\u0300-\u036f'’]/g, "").replace(/[^a-z0-9]+/g, "-").replace(/^-/, "");
    // No word is cut in two.
    return (plain.length > LONGEST ? plain.slice(0, LONGEST + 1).replace(/-[^-]*$/, "").slice(0, LONGEST) : plain).replace(/-$/, "");
  }

  /**
   * Choices that stand open: one of them, or several.
   * @param {FormSpec} spec
   * @param {string[]} chosen
   * @param {FormContext} context
   * @returns {FormAsked}
   */
  function open(spec, chosen, context) {
    const id = newId();
    const isMany = spec.kind !== "choice";
    const box = element("div", "", { class: "form-choices" });
    const frame = element("fieldset", "", { class: "form-field form-open", id });
    const about = wrongness(id, frame, frame, spec.hint ?? "");
    frame.append(element("legend", "", quiet(spec), named(spec)), ...about.before, box);
    const on = new Set(chosen.length ? chosen : spec.preset ? [spec.preset] : []);
    let isTouched = chosen.length > 0;
    /** @type {[string, string][]} */
    let choices = [];
    /** @type {[string, string][]} */
    let shown = [];
    const taken = () => shown.map(([code]) => code).filter((code) => on.has(code));
    /** @param {[string, string][]} now */
    const fill = (now) => {
      choices = now;
      // Where nothing is answered yet the first one is meant; an answer stays with the one that it names, be it removed.
      if (spec.to === "sources" && spec.required && !isTouched && spec.isFresh?.()) {
        on.clear();
        if (now.length) on.add(now[0][0]);
      }
      const lost = [...on].filter((code) => !now.some(([each]) => each === code));
      shown = [...now, ...lost.map((code) => /** @type {[string, string]} */ ([code, spec.to ? `${code}: removed` : code]))];
      const none = spec.to ? [element("p", `None yet. ${spec.none ?? ""}`.trim(), { class: "form-hint" })] : [];
      box.replaceChildren(...(shown.length ? shown.map(choice) : none));
    };
    /** @param {[string, string]} choice */
    const choice = ([code, label]) => {
      const control = element("input", "", { type: isMany ? "checkbox" : "radio", name: id, value: code });
      control.checked = on.has(code);
      control.addEventListener("change", () => {
        isTouched = true;
        if (!isMany) on.clear();
        if (control.checked) on.add(code);
        else on.delete(code);
      });
      return element("label", "", { class: "form-choice" }, [control, element("span", label)]);
    };
    if (spec.to) {
      const kind = spec.to;
      const refresh = () => {
        const now = context.labels(kind);
        if (String(now) !== String(choices)) fill(now);
      };
      fill(context.labels(kind));
      context.follow(frame, refresh);
    } else fill(spec.choices ?? []);
    // A group without a control takes the focus itself.
    const first = () => box.querySelector("input") ?? (frame.setAttribute("tabindex", "-1"), frame);
    return {
      node: frame,
      value: () => (isMany ? (taken().length ? taken() : undefined) : said(spec, taken()[0])),
      isBlank: () => !taken().length || !isTouched,
      fault: (_, words) => (about.add(words), first()),
      clear: about.clear,
      first,
      take: (value) => {
        isTouched = true;
        on.clear();
        for (const code of [value].flat()) on.add(String(code));
        fill(choices);
      },
    };
  }

  /**
   * Make the question of a single value.
   * @param {FormSpec} spec
   * @param {unknown} value
   * @param {FormContext} context
   */
  function make(spec, value, context) {
    const text = typeof value === "string" ? value : "";
    if (spec.kind === "many") return open(spec, Array.isArray(value) ? value.map(String) : [], context);
    if (spec.kind === "choice" && spec.required && (spec.choices ?? []).length <= OPEN && !spec.to) return open(spec, text ? [text] : [], context);
    if (spec.kind === "choice") return list(spec, text, context);
    return spec.kind === "prose" ? prose(spec, text) : line(spec, text);
  }

  return { make, newId, slugOf, wrongness };
})();
