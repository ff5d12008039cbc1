// The search page: results for the words and facets in the address, as the reader types.
"use strict";

(() => {
  const PAGE = 10;
  const PAUSE = 40;
  const TITLE = document.title;
  const KINDS = { lesson: "Lesson", case: "Case study", evidence: "Evidence across cases", guide: "Guide" };
  const { element } = view;
  const part = (id) => document.getElementById(id);
  const form = part("search-form");
  const box = part("search-box");
  const order = part("search-sort");
  const list = part("search-results");
  const more = part("search-more");
  const status = part("search-status");

  let showPanel;
  let latest = 0;

  // ---- A result: what an official needs to choose

  async function result(record, card, terms) {
    const [kinds, directions, levels] = await Promise.all(["kind", "direction", "level"].map((key) => finder.valuesOf(record, key)));
    const flag = directions.find(([code]) => code === "tested-no-benefit");
    const facts = [];
    if (card.direction) {
      const [, label] = directions.find(([code]) => code !== "tested-no-benefit");
      facts.push(view.direction(card.direction, card.is_claimed, label));
    }
    if (card.level !== undefined) {
      facts.push(element("span", "Evidence: ", {}, [view.level(card.level, levels[0][1].replace(/^\d: /, ""))]));
    }
    if (flag) facts.push(element("span", flag[1], { class: "flag" }));
    if (card.confidence) {
      facts.push(element("span", "Confidence: ", {}, [element("strong", card.confidence)]), element("span", card.balance));
    }
    for (const told of [card.place, card.when]) if (told) facts.push(element("span", told));
    const item = element("li", "", {}, [
      element("p", KINDS[kinds[0][0]], { class: "kicker" }),
      element("h3", "", {}, [element("a", card.title, { href: finder.href(card.address) })]),
      element("p", card.line),
    ]);
    if (terms.length && !tells(card, terms)) addExcerpt(item, record, terms);
    if (facts.length) item.append(element("div", "", { class: "row-facts" }, facts));
    return item;
  }

  // Where neither title nor line has a word that was asked for, the piece of the page that has one says why it is here.
  function tells(card, terms) {
    const words = finder.wordsOf(`${card.title} ${card.line} ${card.place || ""}`);
    return terms.some((term) => words.some((word) => word.startsWith(term.slice(0, Math.max(4, term.length - 3)))));
  }

  function addExcerpt(item, record, terms) {
    const place = element("p", "", { class: "excerpt" });
    item.append(place);
    const show = (html) => {
      // Pagefind marks hits with <mark> in escaped text: parse it apart, and keep text and marks only.
      for (const node of new DOMParser().parseFromString(html, "text/html").body.childNodes) {
        place.append(node.nodeName === "MARK" ? element("mark", node.textContent) : node.textContent);
      }
      if (place.textContent) place.prepend("… ");
    };
    // The result stands already; the piece of text follows when it has come.
    finder.excerpt(record, terms).then(show, () => place.remove());
  }

  // ---- Showing an answer

  async function run() {
    const turn = ++latest;
    const asked = view.address();
    const question = (asked.get("q") || "").trim();
    const sort = ["newest", "strongest"].includes(asked.get("sort")) ? asked.get("sort") : "relevance";
    const isTyping = document.activeElement === box && box.value.trim() === question;
    if (!isTyping) box.value = question;
    order.value = sort;
    document.title = question ? `${question} – ${TITLE}` : TITLE;
    const { facets } = await finder.columns();
    const chosen = view.chosenOf(facets);
    const isExact = asked.has("exact");
    const answer = await finder.find({ question, chosen, order: sort, isExact, isUnfinished: isTyping });
    const topics = await finder.topics(question ? answer.terms : []);
    if (turn !== latest) return;
    showPanel ??= view.buildPanel(part("search-facets"), facets);
    showPanel(answer.counts, chosen);
    view.showChips(part("search-chips"), facets, chosen);
    view.showWayOut(part("search-way-out"), facets, chosen, answer.records.length ? {} : answer.without);
    part("search-way-out").hidden ||= answer.records.length > 0;
    showTopics(topics);
    tell(question, answer, chosen);
    await showResults(answer, turn);
    if (turn === latest) list.dataset.shown = question;
  }

  function tell(question, { records, slips, terms }, chosen) {
    const count = records.length;
    const pages = `${count.toLocaleString("en-GB")} ${count === 1 ? "page" : "pages"}`;
    const meant = slips.length ? meantOf(question, slips) : question;
    const filtered = Object.keys(chosen).length ? " with these filters" : "";
    const nothing = filtered ? "Dropping a filter may help." : "Try one word, or browse below.";
    status.replaceChildren(
      count || !(question || filtered)
        ? `${pages}${meant ? ` for “${meant}”` : ""}${filtered}`
        : `Nothing found${meant ? ` for “${meant}”` : ""}${filtered}. ${nothing}`,
    );
    part("search-spelling").hidden = !slips.length;
    if (slips.length) {
      const exact = view.address();
      exact.set("exact", "");
      part("search-spelling").replaceChildren(
        `You typed “${question}”. `,
        element("a", "Search for exactly that", { href: `?${exact}` }),
      );
    }
  }

  function meantOf(question, slips) {
    const meant = new Map(slips);
    return question.replace(/[\p{L}\p{N}'’]+/gu, (word) => meant.get(finder.wordsOf(word)[0]) || word);
  }

  function showTopics(topics) {
    const place = part("search-topics");
    place.hidden = !topics.length;
    place.replaceChildren(
      ...topics.map(({ title, label, address }) =>
        element("li", "", {}, [`${title}: `, element("a", label, { href: finder.href(address) })]),
      ),
    );
  }

  async function showResults({ records, terms }, turn) {
    let shown = 0;
    async function show() {
      const next = records.slice(shown, shown + PAGE);
      const known = await finder.cards(next);
      const items = await Promise.all(next.map((record, n) => result(record, known[n], terms)));
      if (turn !== latest) return;
      if (shown) list.append(...items);
      else list.replaceChildren(...items);
      if (shown) items[0].querySelector("a").focus();
      shown += next.length;
      more.hidden = shown >= records.length;
    }
    more.onclick = show;
    await show();
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

  let pause;
  const ask = (isStep) => {
    clearTimeout(pause);
    if ((view.address().get("q") || "") === box.value.trim() && !isStep) return;
    view.go(
      (wanted) => {
        wanted.delete("exact");
        if (box.value.trim()) wanted.set("q", box.value.trim());
        else wanted.delete("q");
      },
      { isStep },
    );
  };

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
    if ((view.address().get("q") || "") !== box.value.trim()) ask(!isRefining);
    isRefining = false;
    start();
  });
  order.addEventListener("change", () => {
    view.go((wanted) => (order.value === "relevance" ? wanted.delete("sort") : wanted.set("sort", order.value)));
  });
  addEventListener("viewchange", start);
  addEventListener("popstate", () => {
    isRefining = false;
    if (document.activeElement === box) box.value = view.address().get("q") || "";
    start();
  });

  part("finder").hidden = false;
  part("search-panel").hidden = false;
  part("search-order").hidden = false;
  view.unfold(part("search-panel"));
  start();
})();
