// Two to four cases side by side, by the ids in the address (?a=TLG-C-…&b=TLG-C-…): a row a question, in the sentences of their own
// pages. Cases are chosen by the search of the site, whose data is loaded only when somebody types.
/* global dom, finder, marks, records */
"use strict";

(() => {
  const { part, element } = dom;
  const LETTERS = ["a", "b", "c", "d"];
  const MOST = LETTERS.length;
  const OFFERED = 8;
  const PAUSE = 150;
  const status = part("compare-status");
  const place = part("compare-table");
  const box = part("compare-box", HTMLInputElement);
  const offers = part("compare-offers");
  const TITLE = document.title;

  /** Give the ids that the address names, each once, and its words that are no id of a case. */
  function asked() {
    const address = new URLSearchParams(location.search);
    const { ids, odd } = marks.sorted(LETTERS.flatMap((letter) => address.getAll(letter)).join(","));
    return { ids: ids.slice(0, MOST), odd };
  }

  /** @param {string[]} ids */
  function go(ids) {
    const query = ids.slice(0, MOST).map((id, n) => `${LETTERS[n]}=${id}`).join("&");
    history.pushState(null, "", query ? `?${query}` : location.pathname);
    return run();
  }

  // ---- The table

  /**
   * @param {string} id
   * @param {Summary} record
   */
  function head(id, record) {
    const remove = element("button", "Remove", { type: "button", class: "compare-remove" });
    remove.append(element("span", `: ${record.title}`, { class: "visually-hidden" }));
    remove.addEventListener("click", async () => {
      await go(asked().ids.filter((one) => one !== id));
      part("compare-heading").focus();
    });
    const title = element("a", record.title, { href: records.href(record) });
    const mark = element("span", "", { "data-record": id, "data-title": record.title });
    return element("th", "", { scope: "col" }, [title, element("span", "", { class: "compare-tools" }, [mark, remove]), element("small", id, { class: "soft" })]);
  }

  /**
   * @param {string} id
   * @param {Summary} record
   * @param {SummaryRow} row
   */
  function cell(id, record, [, heading, lines]) {
    const way = (/** @type {string} */ anchor) =>
      element("a", /^O\d/.test(anchor) ? anchor : "In the record", { href: records.href(record, anchor), class: "compare-way" }, [
        element("span", `: ${heading}, ${record.title}`, { class: "visually-hidden" }),
      ]);
    return element("td", "", { "data-label": record.title }, records.lines(id, lines, way));
  }

  /** @param {(readonly [string, Summary])[]} cases */
  function built(cases) {
    const [[, first]] = cases;
    const rows = first.rows.map(([key, heading]) => element("tr", "", {}, [
      element("th", heading, { scope: "row" }),
      ...cases.map(([id, record]) => cell(id, record, record.rows.find(([other]) => other === key) ?? [key, heading, []])),
    ]));
    const caption = element("caption", "Cases side by side, each row a question", { class: "visually-hidden" });
    return element("table", "", { class: "stack compare-cases" }, [
      caption,
      element("thead", "", {}, [element("tr", "", {}, [element("th", "Question", { scope: "col" }), ...cases.map((one) => head(...one))])]),
      element("tbody", "", {}, rows),
    ]);
  }

  /**
   * @param {string[]} ids
   * @param {string[]} odd
   * @param {Map<string, Summary | null>} known
   */
  function show(ids, odd, known) {
    const cases = ids.flatMap((id) => {
      const record = known.get(id);
      return record?.kind === "case" ? [/** @type {const} */ ([id, record])] : [];
    });
    const lost = ids.filter((id) => known.get(id)?.kind !== "case").map((id) => element("li", "", {}, untold(id, known.get(id) ?? null)));
    lost.push(...odd.map((word) => element("li", `“${word.slice(0, 40)}” in the address is no id of a case.`)));
    part("compare-untold").replaceChildren(...lost);
    part("compare-lacking").hidden = !lost.length;
    place.hidden = !cases.length;
    place.replaceChildren(...(cases.length ? [built(cases)] : []));
    marks.dress(place);
    // Below what may be long, it comes when that stands.
    part("compare-choose").hidden = false;
    part("compare-take").hidden = cases.length < 2;
    box.disabled = ids.length >= MOST;
    part("compare-full").hidden = ids.length < MOST;
    status.textContent = [
      "Choose two to four cases below.", "Choose one more case to set beside it.", "Two cases side by side.",
      "Three cases side by side.", "Four cases side by side.",
    ][cases.length];
    document.title = cases.length ? `${cases.map(([, record]) => record.title).join(" / ")} – ${TITLE}` : TITLE;
  }

  /**
   * @param {string} id
   * @param {Summary | null} record
   */
  const untold = (id, record) => (record?.kind === "lesson" ? [`${id} is a lesson, and only cases are compared: ${record.title}`] : records.untold(id, record));

  let latest = 0;
  async function run() {
    const turn = ++latest;
    const { ids, odd } = asked();
    const known = await records.all(ids);
    if (turn === latest) show(ids, odd, known);
  }

  // ---- Choosing

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let pause;
  let question = 0;

  async function offer() {
    const turn = ++question;
    const typed = box.value.trim();
    if (typed.length < 2) return tell([], "");
    try {
      const found = await finder.find({ question: typed, chosen: { kind: ["case"] }, isUnfinished: true });
      const cards = await finder.cards(found.records.slice(0, OFFERED));
      if (turn !== question) return;
      const count = found.records.length;
      const more = count > OFFERED ? `The first ${OFFERED} of ${count} cases. More words narrow them.` : `${count} ${count === 1 ? "case" : "cases"}.`;
      tell(cards, count ? more : "No case is found for that. Try other words.");
    } catch {
      if (turn === question) tell([], "Cases cannot be searched here. An id such as TLG-C-7KD3 works all the same.");
    }
  }

  /**
   * @param {Card[]} cards
   * @param {string} told
   */
  function tell(cards, told) {
    part("compare-found").textContent = told;
    const ids = asked().ids;
    offers.replaceChildren(...cards.filter((card) => !ids.includes(card.record)).map((card) => {
      const button = element("button", "Add", { type: "button", class: "button" });
      button.append(element("span", `: ${card.title}`, { class: "visually-hidden" }));
      button.addEventListener("click", () => add(card.record));
      const about = [card.place, card.when].filter(Boolean).join(" · ");
      return element("li", "", {}, [button, element("span", card.title, { "aria-hidden": "true" }), element("small", about, { class: "soft" })]);
    }));
  }

  /** @param {string} id */
  async function add(id) {
    box.value = "";
    tell([], "");
    await go([...asked().ids, id]);
    (box.disabled ? part("compare-heading") : box).focus();
  }

  box.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(offer, PAUSE);
  });
  part("compare-choose", HTMLFormElement).addEventListener("submit", (event) => {
    event.preventDefault();
    const { ids } = marks.sorted(box.value);
    if (ids.length) add(ids[0]);
    else offer();
  });
  part("compare-print").addEventListener("click", () => print());
  part("compare-copy").addEventListener("click", () =>
    dom.copy(status, location.href, "The address is copied. Whoever opens it sees this comparison.", "Copy the address at the top of the browser: it holds this comparison."));
  addEventListener("popstate", run);
  for (const one of document.querySelectorAll("[data-scripted]")) one.removeAttribute("hidden");
  run();
})();
