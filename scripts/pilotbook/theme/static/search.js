// The search page: results for the words and facets in the address, as the reader types.
/* global dom, finder, marks, view, words */
"use strict";

(() => {
  const PAGE = 10;
  const FIRST = 3;
  const PAUSE = 40;
  const TITLE = document.title;
  /** @type {Order[]} */
  const ORDERS = ["relevance", "newest", "strongest"];
  const { element, part } = dom;
  const form = part("search-form");
  const box = part("search-box", HTMLInputElement);
  const order = part("search-sort", HTMLSelectElement);
  const list = part("search-results");
  const more = part("search-more");
  const status = part("search-status");
  const spelling = part("search-spelling");
  const weak = part("search-weaker");
  const panel = part("search-panel", HTMLDetailsElement);

  /** @type {ReturnType<typeof view.buildPanel> | undefined} */
  let showPanel;
  let latest = 0;

  // ---- A result: what an official needs to choose

  /**
   * @param {number} record
   * @param {Card} card
   * @param {Term[]} terms
   */
  async function result(record, card, terms) {
    const kind = (await finder.valuesOf(record, "kind")).values[0];
    const facts = await factsOf(record, card);
    const item = element("li", "", card.record ? { "data-record": card.record } : {}, [
      element("p", kind.badge, { class: "kicker" }),
      element("h3", "", {}, [element("a", card.title, { href: finder.href(card.address) })]),
      element("p", card.line),
    ]);
    // Where neither title nor line has a word that was asked for, the sentence of the page that has one says why it is here.
    const isTold = words.tells(`${card.title} ${card.line} ${card.place ?? ""}`, terms);
    if (terms.length && !isTold) addSentence(item, record, terms);
    if (facts.length) item.append(element("div", "", { class: "row-facts" }, facts));
    return item;
  }

  /**
   * @param {number} record
   * @param {Card} card
   */
  async function factsOf(record, card) {
    const [directions, levels] = await Promise.all(["direction", "level"].map((key) => finder.valuesOf(record, key)));
    const facts = [];
    if (card.direction) facts.push(view.direction(card.direction, card.caution, directions.values[0].badge));
    if (card.level !== undefined) {
      facts.push(element("span", "Evidence: ", {}, [view.level(card.level, levels.values[0])]));
    }
    facts.push(...directions.flags.map(view.flag));
    if (card.confidence) {
      facts.push(element("span", "Confidence: ", {}, [element("strong", card.confidence)]), element("span", card.balance ?? ""));
    }
    for (const told of [card.place, card.when]) if (told) facts.push(element("span", told));
    return facts;
  }

  /**
   * @param {HTMLElement} item
   * @param {number} record
   * @param {Term[]} terms
   */
  function addSentence(item, record, terms) {
    const place = element("p", "", { class: "excerpt" });
    item.append(place);
    // The result stands already; the sentence follows when it has come. Where no sentence has a term, there is none to show.
    const tell = () =>
      finder.sentence(record, terms).then(
        (pieces) => {
          if (!pieces.length) return place.remove();
          place.append(...pieces.map(({ text, isMark }) => (isMark ? element("mark", text) : text)));
        },
        () => place.remove(),
      );
    waiting.set(item, tell);
    near.observe(item);
  }

  // For a sentence the whole text of its page is fetched: only when its result is before the eye.
  /** @type {WeakMap<Element, () => void>} */
  const waiting = new WeakMap();
  const near = new IntersectionObserver((seen) => {
    for (const { target } of seen.filter(({ isIntersecting }) => isIntersecting)) {
      near.unobserve(target);
      waiting.get(target)?.();
    }
  });

  // ---- Showing an answer

  const questionOf = () => view.address().get("q")?.trim() ?? "";

  async function run() {
    const turn = ++latest;
    const asked = view.address();
    const question = questionOf();
    const sort = ORDERS.find((one) => one === asked.get("sort")) ?? "relevance";
    const isTyping = document.activeElement === box && box.value.trim() === question;
    if (!isTyping) box.value = question;
    order.value = sort;
    document.title = question ? `${question} – ${TITLE}` : TITLE;
    const { facets } = await finder.columns();
    const chosen = view.chosenOf(facets);
    const how = { isExact: asked.has("exact"), isAll: asked.has("all"), isUnfinished: isTyping };
    const answer = await finder.find({ question, chosen, order: sort, ...how });
    const topics = await finder.topics(question ? answer.terms : []);
    if (turn !== latest) return;
    view.showChips(part("search-chips"), facets, chosen);
    view.showWayOut(part("search-way-out"), facets, chosen, answer);
    showTopics(topics);
    tell(question, answer, chosen);
    await showResults(answer, turn);
    if (turn !== latest) return;
    showPanel ??= view.buildPanel(part("search-facets"), facets);
    showPanel(answer.counts, chosen);
    weak.hidden = !answer.weaker;
    list.dataset.shown = question;
    delete document.documentElement.dataset.waits;
  }

  /**
   * @param {string} question
   * @param {Answer} answer
   * @param {Chosen} chosen
   */
  function tell(question, { records, slips, missing, weaker, longs }, chosen) {
    const count = records.length;
    // The pages were found for the words that some page has, and for no other.
    const dropped = missing.map(({ word }) => /** @type {Slip} */ ([word, ""]));
    // A phrase or a figure is told as it was typed, marks and all.
    const rest = dropped.reduce((left, [word]) => (/^[\p{L}\p{N}]+$/u.test(word) ? left : left.replace(word, "")), question);
    const found = words.meantOf(rest, [...slips, ...dropped]).replaceAll(/[“"]\s*[”"]/g, "");
    const meant = count ? found.replace(/\s+/g, " ").trim() : question;
    const filtered = Object.keys(chosen).length ? " with these filters" : "";
    const asked = `${meant ? ` for “${meant}”` : ""}${filtered}`;
    const pages = `${count.toLocaleString("en-GB")} ${count === 1 ? "page" : "pages"}${asked}`;
    const advice = filtered ? "Dropping a filter may help." : "Try fewer or other words, or browse below.";
    status.textContent = count || !asked ? pages : `Nothing found${asked}. ${advice}`;
    const also = count ? longs.map((long) => `Pages that say “${long}” are found too. `) : [];
    const exact = slips.length ? exactly(question) : also.length ? only() : [];
    spelling.replaceChildren(...also, ...exact, ...missing.flatMap((word) => notFound(question, word)));
    spelling.hidden = !spelling.childNodes.length;
    // What stands below the results follows them, so that it never moves.
    weak.hidden = true;
    weak.replaceChildren(...(weaker ? others(weaker) : []));
  }

  /**
   * Give the address of this search with something changed.
   * @param {Record<string, string>} changes
   */
  function changed(changes) {
    const wanted = view.address();
    for (const [key, value] of Object.entries(changes)) wanted.set(key, value);
    return `?${wanted}`;
  }

  /** @param {string} question */
  function exactly(question) {
    return [`You typed “${question}”. `, element("a", "Search for exactly that", { href: changed({ exact: "" }) }), ". "];
  }

  const only = () => [element("a", "Search only for what you typed", { href: changed({ exact: "" }) }), ". "];

  /**
   * Say that no page has a word, and offer the one that is nearest. It is not put in its place: it may be another word.
   * @param {string} question
   * @param {Reading} reading
   */
  function notFound(question, { word, offer }) {
    const told = `No page has the ${/\s/.test(word) ? "words" : "word"} “${word}”. `;
    if (!offer) return [told];
    const other = words.meantOf(question, [[word, offer]]);
    return [told, element("a", `Search for “${other}” instead`, { href: changed({ q: other }) }), ". "];
  }

  /** @param {number} weaker */
  function others(weaker) {
    const pages = weaker === 1 ? "1 more page has" : `${weaker.toLocaleString("en-GB")} more pages have`;
    return [`${pages} this in passing, or only a part of it. `, element("a", "Show all", { href: changed({ all: "" }) }), "."];
  }

  /** @param {Topic[]} topics */
  function showTopics(topics) {
    const place = part("search-topics");
    place.hidden = !topics.length;
    place.replaceChildren(
      ...topics.map(({ title, label, address }) =>
        element("li", "", {}, [`${title}: `, element("a", label, { href: finder.href(address) })]),
      ),
    );
  }

  /**
   * @param {Answer} answer
   * @param {number} turn
   */
  async function showResults({ records, terms }, turn) {
    let shown = 0;
    /** @param {number} count */
    async function show(count) {
      const next = records.slice(shown, shown + count);
      const known = await finder.cards(next);
      const items = await Promise.all(next.map((record, n) => result(record, known[n], terms)));
      if (turn !== latest) return;
      if (shown) list.append(...items);
      else list.replaceChildren(...items);
      marks.dress(list);
      shown += next.length;
      more.hidden = shown >= records.length;
    }
    more.onclick = async () => {
      const next = shown;
      try {
        await show(PAGE);
      } catch {
        status.textContent = "The rest could not be loaded. What is shown stays as it is.";
      }
      list.children[next]?.querySelector("a")?.focus();
    };
    // The first, which are before the eye, do not wait for the others.
    await show(FIRST);
    if (turn === latest) await show(PAGE - FIRST);
  }

  function start() {
    run().catch(() => {
      status.textContent =
        location.protocol === "file:"
          ? "A browser does not let this folder search words. The offline copy on the data page can search words from a folder."
          : "Search could not be loaded. Browse below instead.";
    });
  }

  // ---- What a reader does

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let pause;

  /**
   * Put what is typed into the address.
   * @param {boolean} isStep
   */
  function ask(isStep) {
    clearTimeout(pause);
    const typed = box.value.trim();
    if (questionOf() === typed && !isStep) return;
    view.go(
      (wanted) => {
        wanted.delete("exact");
        wanted.delete("all");
        if (typed) wanted.set("q", typed);
        else wanted.delete("q");
      },
      { isStep },
    );
  }

  // While a reader types, the first key makes a new step, and the keys after it refine that step.
  let isRefining = false;
  box.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(() => {
      ask(!isRefining);
      isRefining = true;
    }, PAUSE);
  });
  box.addEventListener("blur", () => (isRefining = false));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (questionOf() !== box.value.trim()) ask(!isRefining);
    isRefining = false;
    start();
  });
  order.addEventListener("change", () => {
    view.go((wanted) => (order.value === "relevance" ? wanted.delete("sort") : wanted.set("sort", order.value)));
  });
  addEventListener("viewchange", start);
  addEventListener("popstate", () => {
    isRefining = false;
    if (document.activeElement === box) box.value = questionOf();
    start();
  });

  part("finder").hidden = false;
  panel.hidden = false;
  part("search-order").hidden = false;
  view.unfold(panel);
  start();
})();
