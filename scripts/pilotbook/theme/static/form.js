// The page on which somebody writes a case: its questions, a draft that this browser keeps, what is wrong, the page that it would
// become, and the file to send. Nothing that is typed leaves the browser unless its reader takes it away.
/* global dom, formFields, formGroups, formPlaces, formPreview, formQuestions, formTaken, formrules, formyaml */
"use strict";

// What is declared and what is taken come in files of their own, after this one.
addEventListener("DOMContentLoaded", () => {
  const { part, element } = dom;
  /** @type {FormLayout} */
  const layout = JSON.parse(part("form-layout").textContent ?? "");
  const found = formrules.declaration();
  if (!found) return;
  const declared = found;
  layout.presets = Object.fromEntries(Object.entries(layout.presets).map(([key, preset]) => [key, preset === "today" ? iso(new Date()) : preset]));
  layout.choices = { "LedgerEntry.lesson": formTaken.lessons.map(([lesson, title]) => [lesson, `${title} (${lesson})`]) };
  const KEPT = "pilotbook-case-draft";
  // As long as an address may be that browsers and hosts take.
  const LONGEST = 8000;
  const GATES = ["personal-data", "secret", "small-number"];
  const TITLE = document.title;
  const status = part("form-status");
  const summary = part("form-summary");

  /** @param {Date} day */
  function iso(day) {
    return `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, "0")}-${String(day.getDate()).padStart(2, "0")}`;
  }

  // ---- The questions

  /** @type {Map<string, FormAsked>} */
  const parts = new Map();
  /** @type {Map<string, () => [string, Record<string, unknown>][]>} */
  let kept = new Map();
  /** @type {[HTMLElement, () => void][]} */
  let followers = [];
  /** @type {FormContext} */
  const context = {
    labels: (kinds) => kinds.split(" ").flatMap(labelled),
    keep: (kind, entries) => kept.set(kind, entries),
    follow: (node, refresh) => followers.push([node, refresh]),
    changed: () => changed(),
    named: new Set(),
    say: (words) => (status.textContent = words),
  };

  /**
   * Give what a reference to a list may lead to now; "qualitative" is a word of its own.
   * @param {string} kind
   * @returns {[string, string][]}
   */
  function labelled(kind) {
    if (kind === "qualitative") return [[kind, "In words (qualitative)"]];
    return (kept.get(kind)?.() ?? []).flatMap(([label, held]) => {
      const name = [held.label, held.title, held.name, held.where].find((each) => typeof each === "string") ?? "not named yet";
      const code = label || String(held.id ?? "");
      return code ? [/** @type {[string, string]} */ ([code, `${code}: ${name}`])] : [];
    });
  }

  const slug = /** @type {HTMLInputElement} */ (part("form-slug", HTMLInputElement));
  let id = "";
  let isOwnSlug = false;

  /** @param {Draft} draft */
  function build(draft) {
    parts.clear();
    formPlaces.begin();
    kept = new Map();
    followers = [];
    context.named = new Set(JSON.stringify(draft.record).match(/\b[A-Z]{1,2}[1-9][0-9]?\b/g) ?? []);
    const { spec } = formQuestions.reader(declared, layout);
    const fields = new Map(declared.models[declared.root].fields.map((field) => [field.name, field]));
    for (const question of [...layout.questions, ...layout.more]) {
      const nodes = question.fields.flatMap((name) => {
        const field = fields.get(name);
        if (!field) return [];
        const asked = spec(declared.root, field);
        // The heading of a question of its own says what its group would.
        const isFirst = layout.questions.includes(question);
        const isBare = asked.kind === "group" && isFirst;
        if (isFirst && (asked.kind === "list" || asked.ways?.[0].kind === "list") && question.fields[0] === name) asked.isQuiet = true;
        const made = isBare ? formGroups.group(asked, draft.record[name], context, true) : formGroups.make(asked, draft.record[name], context);
        parts.set(name, made);
        return [made.node];
      });
      part(`form-fields-${question.id}`).replaceChildren(...nodes);
    }
    id = typeof draft.record.id === "string" ? draft.record.id : drawn();
    isOwnSlug = Boolean(draft.slug);
    slug.value = draft.slug ?? "";
    refresh();
    for (const { id: name, fields: asked } of layout.more) {
      const isBegun = asked.some((field) => parts.get(field)?.isBlank() === false);
      part(`form-fields-${name}`).closest("details")?.toggleAttribute("open", isBegun);
    }
  }

  function refresh() {
    for (const [, again] of followers) again();
    if (!isOwnSlug) slug.value = formFields.slugOf(String(parts.get("title")?.value() ?? ""));
  }

  /** Draw an id that no record of the book has: by chance, so that two who begin on one day do not take the same. */
  function drawn() {
    const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    const taken = new Set(formTaken.ids.split(" "));
    for (;;) {
      const four = [...crypto.getRandomValues(new Uint8Array(4))].map((byte) => letters[byte % letters.length]).join("");
      if (!taken.has(four)) return `TLG-C-${four}`;
    }
  }

  /** Give the record as it stands, in the order of its declaration. */
  const record = () => formrules.pruned(answers());

  /** Give the answers with those that are begun and still blank, such as a ticked reason that is not chosen yet. */
  function answers() {
    const now = new Date();
    /** @type {Record<string, unknown>} */
    const filled = { id, schema_version: declared.choices["Case.schema_version"][0][0], reviewed_on: iso(now), review_by: iso(new Date(now.getFullYear() + 1, now.getMonth(), 1)) };
    const all = declared.models[declared.root].fields.map(({ name }) => [name, filled[name] ?? parts.get(name)?.value()]);
    return Object.fromEntries(all.filter(([, value]) => value !== undefined));
  }

  // ---- The draft

  /** @typedef {{ record: Record<string, unknown>, slug?: string, isChecked?: boolean }} Draft */

  /** @returns {Draft} */
  function read() {
    try {
      const found = JSON.parse(localStorage.getItem(KEPT) ?? "{}");
      return found && typeof found.record === "object" && found.record ? found : { record: {} };
    } catch {
      return { record: {} };
    }
  }

  /** @returns {Draft} */
  const draft = () => ({ record: record(), ...(isOwnSlug ? { slug: slug.value } : {}) });

  /** @param {boolean} [isChecked] whether it was checked as it stands, so that who comes back finds the file again */
  function keep(isChecked = false) {
    try {
      localStorage.setItem(KEPT, JSON.stringify({ ...draft(), ...(isChecked ? { isChecked } : {}) }));
      part("form-kept").textContent = "Kept in this browser as you type, and nowhere else.";
    } catch {
      part("form-kept").textContent = "This browser keeps no drafts: copy or download the file before you leave the page.";
    }
  }

  /** @type {Draft | null} */
  let deleted = null;
  part("form-delete").addEventListener("click", () => {
    deleted = draft();
    try {
      localStorage.removeItem(KEPT);
    } catch {
      // Where nothing is kept, there is nothing to delete.
    }
    build({ record: {} });
    clear();
    told = null;
    for (const box of boxes) box.checked = false;
    agree();
    part("form-end").hidden = true;
    part("form-kept").textContent = "The draft is deleted.";
    part("form-restore").hidden = false;
    part("form-restore").focus();
  });
  part("form-restore").addEventListener("click", () => {
    build(deleted ?? { record: {} });
    part("form-restore").hidden = true;
    keep();
    part("form-delete").focus();
  });

  // ---- What is wrong

  function clear() {
    for (const each of parts.values()) each.clear();
    document.title = TITLE;
    summary.hidden = true;
    part("form-slug-wrong").textContent = "";
    slug.removeAttribute("aria-invalid");
  }

  /** @param {string} text */
  const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

  const GONE = /names ([A-Z]+[0-9]+), which was removed$/;
  /** @param {string} named */
  const isStanding = (named) => named !== "" && [...kept.values()].some((entries) => entries().some(([label]) => label === named));

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

  // What was told at the last check, and is looked at again when a field is left; before the first there is nothing to tell.
  /** @type {Set<string> | null} */
  let told = null;
  let isDirty = false;

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
    told = new Set(problems.map(keyOf));
    const wrong = [...problems.map(placed), ...slugFaults()];
    wrong.sort((one, other) => (one.control && other.control && one.control.compareDocumentPosition(other.control) & Node.DOCUMENT_POSITION_PRECEDING ? 1 : -1));
    // Two faults of one control are one thing to mend.
    const each = wrong.filter((one, index) => !wrong.slice(0, index).some((other) => other.control === one.control && other.words === one.words));
    part("form-faults").replaceChildren(...each.map(fault));
    part("form-count").textContent = each.length === 1 ? "There is one thing to mend" : `There are ${each.length} things to mend`;
    if (each.length) document.title = `Error: ${TITLE}`;
    summary.hidden = !each.length;
    return each.length;
  }

  /** Say all that is wrong, or show the page and the file. */
  function look() {
    const problems = formrules.problems(record(), declared);
    const count = tell(toTell(problems));
    isDirty = false;
    // What is private is neither sent nor handed out from here.
    const isPrivate = problems.some(({ rule }) => GATES.includes(rule));
    part("form-sound").hidden = count > 0;
    part("form-unsound").hidden = !count || isPrivate;
    part("form-new").hidden = !problems.some(isNew);
    const doubts = formrules.advice(record(), declared);
    part("form-doubts").hidden = !doubts.length;
    part("form-doubt-list").replaceChildren(...doubts.map(({ what, mend }) => element("li", `${capital(what)}. ${mend}`)));
    part("form-private").hidden = !isPrivate;
    part("form-send").hidden = isPrivate;
    part("form-stale").hidden = true;
    part("form-end").hidden = false;
    show();
    return count;
  }

  function check() {
    const count = look();
    keep(true);
    if (!count) {
      part("form-end-title").focus();
      return;
    }
    // Its heading comes first, also where the list is longer than a screen.
    summary.focus({ preventScroll: true });
    summary.scrollIntoView({ block: "start" });
  }

  /**
   * Look again at what was told, and at the field that was left.
   * @param {Element} left
   */
  function lookAgain(left) {
    if (!told || !isDirty) return;
    isDirty = false;
    const before = told;
    const field = left.closest(".form-field");
    const isHere = (/** @type {FormProblem} */ problem) => field?.contains(parts.get(String(problem.path[0]))?.fault(problem.path.slice(1), "") ?? null) ?? false;
    tell(toTell(formrules.problems(record(), declared)).filter((problem) => before.has(keyOf(problem)) || isHere(problem)));
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

  // ---- The page it would become, and the file

  const file = () => `${slug.value || "my-case"}.yml`;
  const text = () => formyaml.text(record(), declared);

  function show() {
    if (part("form-end").hidden) return;
    const now = record();
    part("form-preview").replaceChildren(...formPreview.make(now, declared));
    part("form-yaml").textContent = text();
    part("form-file").textContent = `case_studies/${file()}`;
    if (!layout.send) return;
    const address = `${layout.send}?filename=${encodeURIComponent(file())}&value=${encodeURIComponent(text())}`;
    const isShort = address.length <= LONGEST;
    part("form-open").querySelector("a")?.setAttribute("href", isShort ? address : `${layout.send}?filename=${encodeURIComponent(file())}`);
    part("form-open-long").hidden = isShort;
    part("form-open-short").hidden = !isShort;
  }

  part("form-copy").addEventListener("click", () =>
    dom.copy(part("form-taken"), text(), "The file is copied.", "The browser does not let this page copy: mark the text by hand."));
  part("form-download").addEventListener("click", () => {
    dom.save(file(), [text()], "application/yaml");
    part("form-taken").textContent = `${file()} is saved to this computer.`;
  });
  document.getElementById("form-open")?.addEventListener("click", () => {
    if (!part("form-open-long").hidden) dom.copy(part("form-taken"), text(), "The file is copied: paste it into the empty one.", "Mark the text by hand and copy it into the empty file.");
  });

  // ---- What its sender says

  const boxes = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("input[name='agreed']"));

  /** Hand the file out to who has ticked what is said of it. */
  function agree() {
    const isAgreed = [...boxes].every((box) => box.checked);
    part("form-hand").hidden = !isAgreed;
    part("form-agree").textContent = isAgreed ? "Thank you. The file is below." : `Tick all ${boxes.length}, and the file is handed out here.`;
  }
  for (const box of boxes) box.addEventListener("change", agree);

  // ---- Together

  function changed() {
    refresh();
    keep();
    isDirty = true;
    // What was checked is not what stands there now.
    part("form-stale").hidden = false;
    for (const name of ["form-send", "form-sound", "form-unsound", "form-private"]) part(name).hidden = true;
    show();
  }

  const form = part("form", HTMLFormElement);
  slug.addEventListener("input", () => (isOwnSlug = slug.value !== ""));
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  // A page that moves while a button is held down loses the click: until it is let go nothing is told.
  let isHeld = false;
  /** @type {Element | null} */
  let left = null;
  const leave = () => {
    if (left && !isHeld) lookAgain(left);
    if (!isHeld) left = null;
  };
  addEventListener("pointerdown", () => (isHeld = true), true);
  for (const kind of ["pointerup", "pointercancel"]) addEventListener(kind, () => setTimeout(() => ((isHeld = false), leave())), true);
  form.addEventListener("focusout", ({ target, relatedTarget }) => {
    // What leads somewhere else looks for itself, and a link of the summary must stay until it is followed.
    if (!(target instanceof Element) || (relatedTarget instanceof Element && relatedTarget.closest("a, button, summary"))) return;
    left = target;
    leave();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    check();
  });
  const before = read();
  // Who comes from a gap of the map has chosen the area already.
  const area = new URLSearchParams(location.search).get("area");
  if (area && !Object.keys(before.record).length) before.record.policy_area = [area];
  build(before);
  if (before.isChecked) look();
  agree();
  const isBegun = Boolean(before.record.id);
  part("form-kept").textContent = isBegun ? "Your draft is open again. It is kept in this browser, and nowhere else." : "";
  for (const each of document.querySelectorAll("[data-scripted]")) each.removeAttribute("hidden");
  for (const each of document.querySelectorAll("[data-unscripted]")) each.setAttribute("hidden", "");
  const later = declared.rules.sent;
  part("form-sent").replaceChildren(...Object.values(later).map((words) => element("li", words.replaceAll("`", ""))));
  part("form-later").hidden = !Object.keys(later).length;
});
