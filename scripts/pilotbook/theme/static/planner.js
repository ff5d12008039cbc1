// The page of plans: what is typed is reckoned at once (plan.js), stands in the address behind the hash, and leaves the browser
// only when a reader copies it. Figures of others come from our own site, a file an outcome. All words are set as text.
/* global dom, plan */
"use strict";

(() => {
  const SHOWN = 5;
  const root = document.body.dataset.root ?? "";
  const page = document.location.protocol === "file:" ? "index.html" : "";

  const { part, element } = dom;
  const form = part("plan-form", HTMLFormElement);

  /** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Control */

  /** The fields of the form that hold a value: of a choice, only what is chosen. */
  const controls = () => /** @type {Control[]} */ ([...form.elements].filter((one) => "name" in one && one.name && "value" in one));

  function fields() {
    const found = { ...plan.BLANK };
    for (const control of controls()) {
      if (!(control instanceof HTMLInputElement && control.type === "radio" && !control.checked)) found[control.name] = control.value;
    }
    return found;
  }

  /** @param {PlanFields} wanted */
  function fill(wanted) {
    for (const control of controls()) {
      if (control instanceof HTMLInputElement && control.type === "radio") control.checked = control.value === wanted[control.name];
      else control.value = wanted[control.name];
      // A code that is not among the choices leaves the first.
      if (control instanceof HTMLSelectElement && control.selectedIndex < 0) control.selectedIndex = 0;
    }
  }

  // ---- What the plan comes to

  /** @param {PlanFields} now */
  function showFields(now) {
    for (const box of form.querySelectorAll("[data-when]")) {
      const [name, value] = (box.getAttribute("data-when") ?? "").split("=");
      box.toggleAttribute("hidden", now[name] !== value);
    }
    const { wrong } = plan.faults(now);
    for (const control of controls()) {
      const said = document.getElementById(`wrong-${control.name}`);
      if (!said) continue;
      said.textContent = wrong[control.name] ?? "";
      control.toggleAttribute("aria-invalid", control.name in wrong);
      if (control.name in wrong) control.setAttribute("aria-invalid", "true");
    }
  }

  /**
   * @param {PlanFields} now
   * @param {Reckoned | null} found
   */
  function showAnswer(now, found) {
    const lacking = plan.faults(now).lacking.length;
    part("plan-sentence").textContent = found
      ? plan.answer(now, found)
      : lacking ? "Fill in the numbers above, and how many people you need stands here." : "A number above cannot be used yet.";
    part("plan-remarks").replaceChildren(...(found ? plan.remarks(now, found) : []).map((text) => element("li", text)));
  }

  /**
   * @param {PlanFields} now
   * @param {Reckoned | null} found
   */
  function showEntry(now, found) {
    const missing = plan.missing(now);
    if (!found) missing.unshift("the numbers of step 3");
    part("plan-missing").textContent = missing.length ? `Still to come: ${missing.join("; ")}.` : "The entry is whole.";
    part("plan-entry").textContent = missing.length ? "" : plan.entry(now, found);
    part("plan-done").hidden = missing.length > 0;
  }

  // ---- What others measured

  /** @type {Map<string, Promise<void>>} */
  const loading = new Map();
  // What the name of each file says of its content: "housing:1a2b3c4d …".
  const contents = new Map((part("plan-figures").dataset.figures ?? "").split(" ").map((told) => /** @type {[string, string]} */ (told.split(":"))));

  /** @param {string} domain */
  function load(domain) {
    const before = loading.get(domain);
    if (before) return before;
    const asked = dom.load(`plan/${domain}/figures.${contents.get(domain)}.js`);
    asked.catch(() => loading.delete(domain));
    loading.set(domain, asked);
    return asked;
  }

  let latest = 0;
  let shownFor = "?";

  /** @param {PlanFields} now */
  async function showFigures(now) {
    const key = [now.outcome, now.area, now.group, now.approach].join(" ");
    if (key === shownFor) return;
    shownFor = key;
    const turn = ++latest;
    const place = part("plan-figures");
    if (!now.outcome) {
      place.replaceChildren(element("p", "Choose an outcome, and figures to start from stand here."));
      return;
    }
    try {
      await load(now.outcome);
    } catch {
      if (turn === latest) place.replaceChildren(element("p", "The figures could not be loaded. The list of all outcomes below leads to them."));
      return;
    }
    const figures = plan.received.get(now.outcome);
    if (turn === latest && figures) place.replaceChildren(...told(figures, now));
  }

  /**
   * @param {Started} figures
   * @param {PlanFields} now
   */
  function told(figures, now) {
    const { near, far } = plan.parted(figures.rows, now);
    const isNarrowed = Boolean(now.area || now.group || now.approach);
    const found = [];
    if (!figures.rows.length) found.push(element("p", figures.none));
    else if (!near.length) found.push(element("p", figures.unlike));
    if (near.length) found.push(element("h3", isNarrowed ? "From work like yours" : "From any work"), ...list(near, now.outcome));
    if (far.length) found.push(element("h3", near.length ? "From other work on the same outcome" : "On the same outcome"), ...list(far, now.outcome));
    if (figures.smallest) {
      const told = element("strong", "The smallest useful test, in our view and not an official one: ");
      found.push(element("p", "", {}, [told, figures.smallest]));
    }
    return found;
  }

  /**
   * @param {Baseline[]} rows
   * @param {string} outcome
   */
  function list(rows, outcome) {
    /** @type {HTMLElement[]} */
    const made = [element("ul", "", { class: "plan-rows" }, rows.slice(0, SHOWN).map(row))];
    if (rows.length > SHOWN) {
      const all = element("a", "All figures on this outcome", { href: `${root}plan/${outcome}/${page}` });
      made.push(element("p", "", { class: "small" }, [`${SHOWN} of ${rows.length} are shown. `, all]));
    }
    return made;
  }

  /** @param {Baseline} one */
  function row(one) {
    const address = `${root}${one.address}${page}`;
    const parts = [
      element("strong", one.told, { "data-path": one.path }), " ", one.outcome, `, ${one.of} `,
      element("a", `[${one.sources}]`, { class: "src", href: `${address}#${one.anchor}` }), element("br", ""),
      element("span", "", { class: "small soft" }, [element("a", one.case, { href: address }), ...one.notes.flatMap((note) => [" · ", note])]),
    ];
    if (one.share) {
      const button = element("button", `Start from ${one.told}`, { type: "button", class: "button plan-start" });
      button.append(element("span", `: ${one.outcome}, ${one.of}`, { class: "visually-hidden" }));
      button.addEventListener("click", () => startFrom(one));
      parts.push(element("br", ""), button);
    }
    return element("li", "", {}, parts);
  }

  /** @param {Baseline} one */
  function startFrom(one) {
    fill({ ...fields(), kind: "share", before: one.share });
    part("plan-before").focus();
    change();
  }

  // ---- Taking it away

  const REFUSED = "The browser does not let this page copy. The address at the top holds the plan, and the entry can be marked by hand.";

  /**
   * @param {string} id
   * @param {string} told
   * @param {() => string} text
   */
  const offerCopy = (id, told, text) =>
    part(id).addEventListener("click", () => dom.copy(part("plan-copied"), text(), told, REFUSED));

  const download = () =>
    dom.save(`plan-${fields().cycle.trim()}.yml`, [part("plan-entry").textContent ?? ""], "application/yaml");

  // ---- Showing it all

  function show() {
    const now = fields();
    const found = plan.reckon(now);
    showFields(now);
    showAnswer(now, found);
    showEntry(now, found);
    showFigures(now);
    return now;
  }

  function change() {
    const hash = plan.written(show());
    history.replaceState(null, "", hash ? `${location.pathname}#${hash}` : location.pathname);
  }

  function open() {
    fill(plan.read(location.search, location.hash));
    show();
  }

  for (const one of document.querySelectorAll("[data-scripted]")) one.removeAttribute("hidden");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    part("entry").focus();
  });
  form.addEventListener("input", change);
  addEventListener("hashchange", () => location.hash.includes("=") && open());
  offerCopy("plan-copy", "The entry is copied.", () => part("plan-entry").textContent ?? "");
  offerCopy("plan-link", "The link is copied. Whoever has it sees this plan.", () => location.href);
  part("plan-download").addEventListener("click", download);
  part("plan-print").addEventListener("click", () => print());
  open();
})();
