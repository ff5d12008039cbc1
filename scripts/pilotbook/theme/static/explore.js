// The explorer: a static table of cases or of outcomes, sorted, narrowed and widened by what the address says, and taken away as CSV.
/* global dom, finder, marks, narrow, table, view */
"use strict";

(() => {
  const PAGE = 50;
  // What needs no heading beside it on a phone.
  const PLAIN = ["place", "when", "stage"];
  const { element, part } = dom;
  const shownTable = part("explore-table", HTMLTableElement);
  const status = part("explore-status");
  const panel = part("explore-panel", HTMLDetailsElement);
  const more = part("explore-more");
  // What the rows are: cases stand among all pages that can be found, outcomes in a set of their own.
  const { set = "", one = "case", many = "cases" } = part("explore-tools").dataset;

  /** @type {Book} */
  let book;
  /** @type {Column[]} */
  let columns = [];
  // Those that a case can have.
  /** @type {Facet[]} */
  let facets = [];

  async function prepare() {
    book = await finder.columns(set);
    columns = table.columnsOf(book, await finder.load(`${set}orders`));
    facets = book.facets.filter((facet) => columns.some((column) => column.key === facet.key));
  }

  const shownColumns = () => table.shownOf(columns, view.address());
  const sorting = () => table.orderOf(columns, view.address());

  // ---- Showing

  let latest = 0;
  /** @type {ReturnType<typeof view.buildPanel> | undefined} */
  let showPanel;
  /** @type {number[]} */
  let records = [];
  let shown = 0;

  async function run() {
    const turn = ++latest;
    await prepare();
    const chosen = view.chosenOf(facets);
    if (turn !== latest) return;
    const answer = narrow.byFacets(book.facets, Array(book.count).keys(), set ? chosen : { ...chosen, kind: ["case"] });
    showPanel ??= view.buildPanel(part("explore-facets"), facets);
    showPanel(answer.counts, chosen);
    view.showChips(part("explore-chips"), facets, chosen);
    view.showWayOut(part("explore-way-out"), facets, chosen, answer);
    records = table.inOrder(answer.records, sorting());
    shown = 0;
    showChoice();
    showHead();
    await showRows(turn);
    if (turn === latest) status.textContent = table.status(records.length, sorting(), [one, many]);
  }

  /** The boxes by which columns are chosen. */
  const boxes = () => [...part("explore-columns").querySelectorAll("input")];

  function showChoice() {
    const keys = shownColumns().map((column) => column.key);
    for (const box of boxes()) box.checked = keys.includes(box.value);
  }

  function buildChoice() {
    const labels = columns.slice(1).map((column) => {
      const box = element("input", "", { type: "checkbox", value: column.key });
      box.addEventListener("change", () => {
        const keys = boxes().filter((one) => one.checked).map((one) => one.value);
        view.go((wanted) => wanted.set("columns", keys.join(".")));
      });
      return element("label", "", {}, [box, element("span", column.title)]);
    });
    part("explore-columns").append(...labels);
  }

  function showHead() {
    const focused = document.activeElement?.getAttribute("data-column");
    shownTable.tHead?.rows[0].replaceChildren(...shownColumns().map(head));
    const button = focused && shownTable.tHead?.querySelector(`[data-column="${focused}"]`);
    if (button instanceof HTMLElement) button.focus();
  }

  /** @param {Column} column */
  function head(column) {
    if (!column.rank) return element("th", column.title, { scope: "col" });
    const before = sorting();
    const made = element("th", "", { scope: "col" });
    if (column === before.column) made.setAttribute("aria-sort", before.isDown ? "descending" : "ascending");
    const button = element("button", column.title, { type: "button", class: "sort", "data-column": column.key });
    button.addEventListener("click", () => view.go((wanted) => table.press(wanted, column.key, before)));
    made.append(button);
    return made;
  }

  const lost = () => (status.textContent = "The rest could not be loaded. What is shown stays as it is.");

  /** @param {number} turn */
  async function showRows(turn) {
    const next = records.slice(shown, shown + PAGE);
    const cards = await finder.cards(next, set);
    if (turn !== latest) return;
    const rows = next.map((record, n) => row(record, cards[n]));
    const [body] = shownTable.tBodies;
    if (shown) body.append(...rows);
    else body.replaceChildren(...rows);
    marks.dress(body);
    if (shown) rows[0].querySelector("a")?.focus();
    shown += next.length;
    more.hidden = shown >= records.length;
  }

  /**
   * @param {number} record
   * @param {Card} card
   */
  function row(record, card) {
    /** @type {Record<string, string>} */
    const marked = set ? {} : { "data-record": card.record };
    const title = element("a", card.title, { href: finder.href(card.address), ...marked });
    const first = [title, ...beside("title", card)];
    const cells = shownColumns().slice(1).map((column) => {
      const content = [...(badges(column.key, record, card) ?? [written(column, record, card)]), ...beside(column.key, card)];
      return element("td", "", PLAIN.includes(column.key) ? { class: "is-plain" } : { "data-label": column.title }, content);
    });
    return element("tr", "", {}, [element("th", "", { scope: "row" }, first), ...cells]);
  }

  /**
   * Give the words of a cell; where they name a source, or the case of an outcome, they lead to it.
   * @param {Column} column
   * @param {number} record
   * @param {Card} card
   */
  function written(column, record, card) {
    const text = column.text(record, card);
    const [page] = card.address.split("#");
    const address = { told: card.source, case: page }[column.key];
    return address ? element("a", text, { href: finder.href(address) }) : text;
  }

  /**
   * Give what stands small below the words of a cell.
   * @param {string} key
   * @param {Card} card
   */
  function beside(key, card) {
    const text = table.beside(key, card);
    return text ? [element("small", text)] : [];
  }

  /**
   * Give the signs of a case, in the columns that show signs.
   * @param {string} key
   * @param {number} record
   * @param {Card} card
   */
  function badges(key, record, card) {
    const { values, flags } = narrow.valuesOf(facets.find((facet) => facet.key === key), record);
    if (key === "level" && card.level !== undefined) return [view.level(card.level, values[0])];
    if ((key !== "direction" && key !== "finding") || !card.direction) return null;
    return [view.direction(card.direction, card.caution, values[0].badge), ...flags.flatMap((flag) => [" ", view.flag(flag)])];
  }

  // ---- Taking it away

  async function download() {
    const wanted = shownColumns();
    const cards = await finder.cards(records, set);
    const whole = (/** @type {string} */ address) => new URL(finder.href(address), location.href).href;
    const text = table.csv(table.rows(wanted, records, cards, whole));
    dom.save(`pilotbook-${many}.csv`, ["\ufeff", text], "text/csv;charset=utf-8");
  }

  const copyLink = () =>
    dom.copy(
      part("explore-copied"), location.href, "The link is copied.",
      "Copy the address at the top of the browser: it holds this view.",
    );

  const start = () =>
    run().catch(() => {
      status.textContent = "The table could not be filtered. It is shown whole.";
    });

  function begin() {
    buildChoice();
    part("explore-tools").hidden = false;
    panel.hidden = false;
    for (const pager of document.querySelectorAll(".table-pager")) pager.setAttribute("hidden", "");
    view.unfold(panel);
    more.addEventListener("click", () => showRows(latest).catch(lost));
    part("explore-download").addEventListener("click", () => download().catch(lost));
    part("explore-link").addEventListener("click", copyLink);
    addEventListener("viewchange", start);
    addEventListener("popstate", start);
    start();
  }

  prepare().then(begin, () => (status.textContent = "The table cannot be filtered here. It is shown whole."));
})();
