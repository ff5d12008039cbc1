// What is wrong in the form: in a list at the top, each with a link, and beside the question that mends it.
/* global dom, formTaken */
/* exported formTold */
"use strict";

const formTold = (() => {
  const { part, element } = dom;

  /** @param {string} text */
  const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

  /**
   * Tell problems on the page of a form.
   * @param {FormOnPage} page
   */
  function teller({ declared, layout, parts, slug, answers, isLabel }) {
    const summary = part("form-summary");
    const title = document.title;

    function clear() {
      for (const each of parts.values()) each.clear();
      document.title = title;
      summary.hidden = true;
      part("form-slug-wrong").textContent = "";
      slug.removeAttribute("aria-invalid");
    }

    const GONE = /names ([A-Z]+[0-9]+), which was removed$/;
    /** @param {string} named */
    const isStanding = (named) => named !== "" && isLabel(named);

    /**
     * Say whether a problem is told already where the entry that it names is asked for.
     * @param {FormProblem} problem
     * @param {FormProblem[]} all
     */
    const isEcho = ({ what }, all) =>
      isStanding(GONE.exec(what)?.[1] ?? "") && all.some(({ rule, path }) => rule === "required" && String(path) === "sources");

    /**
     * Say what is wrong beside its question, and give the control that mends it.
     * @param {FormProblem} problem
     */
    function placed(problem) {
      const isBlank = problem.rule === "required";
      const own = layout.mends[problem.rule];
      // The question stands beside it, so its name is not said again.
      const what = problem.what.replace(/^'[^']*': /, "");
      const named = GONE.exec(what)?.[1] ?? "";
      // What has no words yet is not in the record; it stands on the page all the same.
      const said = isStanding(named) ? `${named} is still empty. Fill it in, or name another.` : `${capital(what)}. ${problem.mend}`;
      const words = isBlank ? blank(problem.path) : own ?? said;
      const [first, ...rest] = [...problem.path, ...(layout.at[problem.rule] ?? "").split(" ").filter(Boolean)];
      const asked = parts.get(String(first));
      return { words: isBlank ? words.replace("This is not", "not") : words, control: asked?.fault(rest, words) ?? null };
    }

    /**
     * Say what an empty answer needs.
     * @param {FormPath} path
     */
    function blank(path) {
      const isTicked = path.reduce((held, step) => held?.[step], /** @type {any} */ (answers())) !== undefined;
      if (!fieldAt(path)?.reason) return "This is not answered yet.";
      return isTicked ? "Choose why it is not known." : "This is not answered yet: answer it, or tick “Not known, and why”.";
    }

    /**
     * Give the field at a path, as it is declared.
     * @param {FormPath} path
     */
    function fieldAt(path) {
      let model = declared.root;
      /** @type {FormField | undefined} */
      let field;
      for (const step of path.filter((each) => typeof each === "string")) {
        field = declared.models[model]?.fields.find(({ name }) => name === step);
        model = field?.model ?? "";
      }
      return field;
    }

    /**
     * Give the ways to the single questions that a group leaves open; what is filled in beforehand is none.
     * @param {FormPath} path
     * @returns {FormPath[]}
     */
    function open(path) {
      const field = fieldAt(path);
      const model = field?.model ?? "";
      if (!field || field.reason || !field.kind.startsWith("group")) return [path];
      const inside = field.kind === "groups" ? [...path, 0] : path;
      const asked = declared.models[model].fields.filter((each) =>
        each.required && !each.default && each.kind !== "label" && each.kind !== "references" && !layout.presets[`${model}.${each.name}`]);
      return asked.flatMap(({ name }) => open([...inside, name]));
    }

    /** Say where a control stands: what it asks, and what that belongs to.
     * @param {HTMLElement} control
     */
    function where(control) {
      const names = [];
      const label = control.id ? document.querySelector(`label[for="${control.id}"]`) : null;
      if (label) names.push(label.textContent ?? "");
      for (let frame = control.closest("fieldset"); frame; frame = frame.parentElement?.closest("fieldset") ?? null) {
        const legend = frame.querySelector(":scope > legend");
        // A list is told by its entries, and what stands for its question by the question.
        const isTold = legend?.matches(".visually-hidden") && !frame.matches(".form-entry");
        if (legend?.textContent && !frame.matches(".form-list") && !isTold) names.push(legend.textContent);
      }
      const told = names.reverse().map((name) => name.replace(" (optional)", "").trim());
      return told.filter((name, index) => name !== told[index - 1]).join(", ");
    }

    /** @param {FormProblem} problem @returns {FormProblem[]} */
    const opened = (problem) => (problem.rule === "required" ? open(problem.path).map((path) => ({ ...problem, path })) : [problem]);

    /**
     * Say whether a word is one that its writer means to add to a list of the book.
     * @param {FormProblem} problem
     */
    const isNew = ({ rule, path }) => rule === "vocabulary" && layout.open.includes(fieldAt(path)?.choices ?? "");

    /** @returns {{ words: string, control: HTMLElement | null }[]} */
    function slugFaults() {
      const isTaken = formTaken.slugs.split(" ").includes(slug.value);
      const isGood = /^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug.value) && slug.value.length >= 3 && slug.value.length <= 64 && !/^[0-9]+$/.test(slug.value);
      if (isGood && !isTaken) return [];
      const words = isTaken ? "A case of the book has this name already. Choose another." : "Use small letters, digits and hyphens, three to 64 of them.";
      part("form-slug-wrong").replaceChildren(element("span", "Error: ", { class: "visually-hidden" }), words);
      slug.setAttribute("aria-invalid", "true");
      return [{ words, control: slug }];
    }

    /** @param {FormProblem} problem */
    const keyOf = ({ path, rule }) => JSON.stringify([path, rule]);

    /** @param {FormProblem[]} problems */
    const toTell = (problems) => problems.filter((each) => !isNew(each) && !isEcho(each, problems)).flatMap(opened);

    /**
     * Say problems beside their questions and in the summary; give how many there are.
     * @param {FormProblem[]} problems
     */
    function tell(problems) {
      clear();
      const wrong = [...problems.map(placed), ...slugFaults()];
      wrong.sort((one, other) => (one.control && other.control && one.control.compareDocumentPosition(other.control) & Node.DOCUMENT_POSITION_PRECEDING ? 1 : -1));
      // Two faults of one control are one thing to mend.
      const each = wrong.filter((one, index) => !wrong.slice(0, index).some((other) => other.control === one.control && other.words === one.words));
      part("form-faults").replaceChildren(...each.map(fault));
      part("form-count").textContent = each.length === 1 ? "There is one thing to mend" : `There are ${each.length} things to mend`;
      if (each.length) document.title = `Error: ${title}`;
      summary.hidden = !each.length;
      return each.length;
    }

    /** @param {{ words: string, control: HTMLElement | null }} one */
    function fault({ words, control }) {
      if (!control) return element("li", words);
      const link = element("a", `${where(control)}: ${words}`, { href: `#${control.id || "form"}` });
      link.addEventListener("click", (event) => {
        event.preventDefault();
        for (let frame = control.closest("details"); frame; frame = frame.parentElement?.closest("details") ?? null) frame.open = true;
        control.focus();
        control.scrollIntoView({ block: "center" });
      });
      return element("li", "", {}, [link]);
    }

    return { clear, isNew, keyOf, tell, toTell };
  }

  return { capital, teller };
})();
