// Suggestions under a search box: a combobox with a list, as the ARIA Authoring Practices describe it. The engine is
// loaded only when somebody begins to type. Without it the box is a plain form that leads to the search page.
/* global finder */
/* exported suggest */
"use strict";

const suggest = (() => {
  const SHOWN = 6;
  const PAUSE = 40;
  /** @type {Promise<void> | null} */
  let loading = null;

  /** Load the engine once, and again only after a failure. The pages for finding have it themselves. */
  function loadEngine() {
    if (typeof finder !== "undefined") return Promise.resolve();
    if (loading) return loading;
    /** @type {Promise<void>} */
    const asked = new Promise((loaded, failed) => {
      const script = document.createElement("script");
      script.src = `${document.body.dataset.root}_static/engine.js?v=${document.body.dataset.build}`;
      script.onload = () => loaded();
      script.onerror = failed;
      document.head.append(script);
    });
    asked.catch(() => (loading = null));
    return (loading = asked);
  }

  // ---- What is offered

  /**
   * Look questions up one after another, and show what was found; not where a later question, or a wish to see nothing,
   * came between.
   * @template T
   * @param {(question: string) => Promise<T>} look
   * @param {(found: T) => void} show
   */
  function latestOf(look, show) {
    let turn = 0;
    return {
      /** @param {string} question */
      async ask(question) {
        const mine = ++turn;
        const found = await look(question);
        if (mine === turn) show(found);
      },
      drop() {
        turn++;
      },
    };
  }

  /**
   * Give the best pages for what is typed so far, after the pages of subjects and places that are called so.
   * @param {string} question
   */
  async function look(question) {
    await loadEngine();
    const answer = await finder.find({ question, isUnfinished: true });
    const topics = await finder.topics(answer.terms);
    const best = answer.records.slice(0, SHOWN - topics.length);
    const cards = await finder.cards(best);
    const kinds = await Promise.all(best.map((record) => finder.valuesOf(record, "kind")));
    /** @type {Offer[]} */
    const offers = [
      ...topics.map(({ title, label, address }) => ({ label, kind: title, address })),
      ...cards.map(({ title, address }, n) => ({ label: title, kind: kinds[n].values[0].badge, address })),
    ];
    return { offers, count: answer.records.length };
  }

  /**
   * Say how many suggestions there are, for those who hear the page.
   * @param {number} shown
   * @param {number} count
   */
  function told(shown, count) {
    const more = count > shown ? `, Enter shows all ${count} pages` : "";
    return shown ? `${shown} suggestions${more}` : "No suggestions";
  }

  /**
   * Give the option that an arrow leads to: past the last or before the first stands the box itself, -1.
   * @param {number} current
   * @param {number} count
   * @param {boolean} isDown
   */
  function next(current, count, isDown) {
    if (isDown) return current >= count - 1 ? -1 : current + 1;
    return current < 0 ? count - 1 : current - 1;
  }

  // ---- The box and its list

  /**
   * @param {HTMLInputElement} input
   */
  function buildList(input) {
    const list = document.createElement("ul");
    list.id = `${input.id}-list`;
    list.className = "suggestions";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Suggestions");
    list.hidden = true;
    const status = document.createElement("span");
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    input.form?.append(list, status);
    const parts = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
    for (const [name, value] of Object.entries(parts)) input.setAttribute(name, value);
    return { list, status };
  }

  /**
   * @param {Offer} offer
   * @param {string} id
   */
  function buildOption({ label, kind, address }, id) {
    const item = document.createElement("li");
    item.id = id;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    const title = document.createElement("span");
    title.textContent = label;
    const small = document.createElement("span");
    small.className = "suggestion-kind";
    small.textContent = kind;
    item.append(title, " ", small);
    item.dataset.address = finder.href(address);
    // Before the box loses the cursor, which would close the list under the pointer.
    item.addEventListener("mousedown", (event) => event.preventDefault());
    item.addEventListener("click", () => follow(item));
    return item;
  }

  /** @param {Element} option */
  function follow(option) {
    if (option instanceof HTMLElement && option.dataset.address) location.href = option.dataset.address;
  }

  /**
   * Give what shows, points at and hides the suggestions of one box.
   * @param {HTMLInputElement} input
   */
  function listOf(input) {
    const { list, status } = buildList(input);
    let current = -1;

    /** @param {number} index */
    function point(index) {
      current = index;
      [...list.children].forEach((option, n) => option.setAttribute("aria-selected", String(n === index)));
      const option = list.children[index];
      if (!option) return input.removeAttribute("aria-activedescendant");
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    }

    /** @param {{ offers: Offer[], count: number }} found */
    function show({ offers, count }) {
      list.replaceChildren(...offers.map((offer, n) => buildOption(offer, `${list.id}-${n}`)));
      point(-1);
      list.hidden = !offers.length;
      input.setAttribute("aria-expanded", String(Boolean(offers.length)));
      status.textContent = told(offers.length, count);
    }

    function hide() {
      point(-1);
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      status.textContent = "";
    }

    const step = (/** @type {boolean} */ isDown) => point(next(current, list.children.length, isDown));
    const chosen = () => (list.hidden ? undefined : list.children[current]);
    return { show, hide, step, chosen, isShown: () => !list.hidden };
  }

  /** @param {HTMLInputElement} input */
  function attach(input) {
    const list = listOf(input);
    const questions = latestOf(look, (found) => document.activeElement === input && list.show(found));
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let pause;

    function close() {
      clearTimeout(pause);
      questions.drop();
      list.hide();
    }

    function offer() {
      const question = input.value.trim();
      if (question.length < 2) close();
      else questions.ask(question).catch(close);
    }

    input.addEventListener("input", () => {
      clearTimeout(pause);
      pause = setTimeout(offer, PAUSE);
    });
    input.addEventListener("focus", () => loadEngine().then(() => finder.columns()).catch(() => null), { once: true });
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      if (!list.isShown()) return;
      const option = list.chosen();
      if (event.key === "Escape") close();
      else if (event.key === "Enter" && option) follow(option);
      else if (event.key === "ArrowDown" || event.key === "ArrowUp") list.step(event.key === "ArrowDown");
      else return;
      event.preventDefault();
    });
  }

  for (const input of document.querySelectorAll("input[data-suggest]")) {
    if (input instanceof HTMLInputElement) attach(input);
  }

  return { latestOf, told, next };
})();
