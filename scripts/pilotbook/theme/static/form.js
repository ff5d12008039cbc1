// The page on which somebody writes a case: its questions, a draft that this browser keeps, what is wrong, the page that it would
// become, and the file to send. Nothing that is typed leaves the browser unless its reader takes it away.
/* global dom, formFields, formGroups, formPlaces, formPreview, formQuestions, formTaken, formTold, formrules, formyaml */
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

  const { clear, isNew, keyOf, tell, toTell } = formTold.teller({
    declared, layout, parts, slug, answers,
    isLabel: (named) => [...kept.values()].some((entries) => entries().some(([label]) => label === named)),
  });

  // What was told at the last check, and is looked at again when a field is left; before the first there is nothing to tell.
  /** @type {Set<string> | null} */
  let told = null;
  let isDirty = false;

  /** @param {FormProblem[]} problems */
  function say(problems) {
    told = new Set(problems.map(keyOf));
    return tell(problems);
  }

  /** Say all that is wrong, or show the page and the file. */
  function look() {
    const problems = formrules.problems(record(), declared);
    const count = say(toTell(problems));
    isDirty = false;
    // What is private is neither sent nor handed out from here.
    const isPrivate = problems.some(({ rule }) => GATES.includes(rule));
    part("form-sound").hidden = count > 0;
    part("form-unsound").hidden = !count || isPrivate;
    part("form-new").hidden = !problems.some(isNew);
    const doubts = formrules.advice(record(), declared);
    part("form-doubts").hidden = !doubts.length;
    part("form-doubt-list").replaceChildren(...doubts.map(({ what, mend }) => element("li", `${formTold.capital(what)}. ${mend}`)));
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
    say(toTell(formrules.problems(record(), declared)).filter((problem) => before.has(keyOf(problem)) || isHere(problem)));
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
