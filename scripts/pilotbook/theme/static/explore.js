// The explorer: the static table, sorted, narrowed and widened by what the address says, and taken away as CSV.
"use strict";

(() => {
  const PAGE = 50;
  const DEFAULT = ["place", "when", "stage", "direction", "level"];
  // What needs no heading beside it on a phone.
  const PLAIN = ["place", "when", "stage"];
  const { element } = view;
  const part = (id) => document.getElementById(id);
  const table = part("explore-table");
  const status = part("explore-status");

  // Every column: how it is headed, what a cell says, and by what it sorts (a number a record; absent: not sortable).
  let columns;
  let facets;

  async function prepare() {
    const book = await finder.columns();
    const ranks = await finder.load("orders");
    facets = book.facets.filter((facet) => !["kind", "confidence"].includes(facet.key));
    const of = (key) => book.facets.find((facet) => facet.key === key);
    const values = (key) => (record) => {
      const facet = of(key);
      return facet.sets[facet.of[record]].map((value) => facet.values[value][1]);
    };
    const first = (key) => (record) => of(key).sets[of(key).of[record]][0] ?? 999;
    const byFacet = (key, title, isSorted = true) => ({
      key,
      title,
      text: (record) => values(key)(record).join("; "),
      rank: isSorted && of(key) ? first(key) : null,
    });
    columns = [
      { key: "title", title: "Case", text: (_, card) => card.title, rank: (record) => ranks.title[record] },
      { key: "place", title: "Place", text: (_, card) => card.place || "", rank: (record) => ranks.place[record] },
      byFacet("region", "Region"),
      byFacet("area", "Policy areas"),
      { key: "when", title: "When", text: (_, card) => capital(card.when || ""), rank: (record) => -ranks.dates[record] },
      byFacet("stage", "Stage"),
      { ...byFacet("direction", "Direction of effect"), cell: directionCell, text: directionText },
      { ...byFacet("level", "Strength of evidence"), cell: levelCell },
      byFacet("design", "Study design"),
      byFacet("group", "For whom"),
      byFacet("programme", "Programme"),
      byFacet("figures", "Figures"),
      byFacet("complete", "Completeness"),
    ];
    function directionText(record, card) {
      return values("direction")(record).map((label) => label + (card.is_claimed ? " (claimed)" : "")).join("; ");
    }
    function directionCell(record, card) {
      const labels = values("direction")(record);
      const parts = [view.direction(card.direction, card.is_claimed, labels[labels.length - 1])];
      if (labels.length > 1) parts.push(" ", element("span", labels[0], { class: "flag" }));
      return parts;
    }
    function levelCell(record, card) {
      return [view.level(card.level, values("level")(record)[0].replace(/^\d: /, ""))];
    }
  }

  const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

  // ---- The address: facets as in search, and which columns, in which order

  function shownColumns() {
    const asked = (view.address().get("columns") || "").split(".").filter(Boolean);
    const keys = view.address().has("columns") ? asked : DEFAULT;
    return columns.filter((column) => column.key === "title" || keys.includes(column.key));
  }

  function order() {
    const key = view.address().get("sort") || "level";
    const column = columns.find((one) => one.key === key && one.rank) || columns.find((one) => one.key === "level");
    return { column, isDown: view.address().has("down") };
  }

  // ---- Showing

  let latest = 0;
  let showPanel;
  let records = [];
  let shown = 0;

  async function run() {
    const turn = ++latest;
    await prepare();
    const chosen = view.chosenOf(facets);
    const answer = await finder.find({ chosen: { ...chosen, kind: ["case"] } });
    if (turn !== latest) return;
    showPanel ??= view.buildPanel(part("explore-facets"), facets);
    showPanel(answer.counts, chosen);
    view.showChips(part("explore-chips"), facets, chosen);
    view.showWayOut(part("explore-way-out"), facets, chosen, answer.records.length ? {} : answer.without);
    part("explore-way-out").hidden ||= answer.records.length > 0;
    records = inOrder(answer.records);
    shown = 0;
    showColumns();
    showHead();
    await showRows(turn);
    const count = records.length;
    status.textContent = `${count.toLocaleString("en-GB")} ${count === 1 ? "case" : "cases"}, by ${order().column.title.toLowerCase()}${order().isDown ? ", reversed" : ""}`;
  }

  function inOrder(found) {
    const { column, isDown } = order();
    const sign = isDown ? -1 : 1;
    return [...found].sort((one, other) => sign * (column.rank(one) - column.rank(other)) || one - other);
  }

  function showColumns() {
    const keys = shownColumns().map((column) => column.key);
    for (const input of part("explore-columns").querySelectorAll("input")) input.checked = keys.includes(input.value);
  }

  function buildColumns() {
    const boxes = columns.slice(1).map((column) => {
      const input = element("input", "", { type: "checkbox", value: column.key });
      input.addEventListener("change", () => {
        const keys = [...part("explore-columns").querySelectorAll("input:checked")].map((one) => one.value);
        view.go((wanted) => wanted.set("columns", keys.join(".")));
      });
      return element("label", "", {}, [input, element("span", column.title)]);
    });
    part("explore-columns").append(...boxes);
  }

  function showHead() {
    const sorting = order();
    const focused = document.activeElement?.dataset?.column;
    const heads = shownColumns().map((column) => {
      const isSorted = column === sorting.column;
      const head = element("th", "", { scope: "col" });
      if (isSorted) head.setAttribute("aria-sort", sorting.isDown ? "descending" : "ascending");
      if (!column.rank) return element("th", column.title, { scope: "col" });
      const button = element("button", column.title, { type: "button", class: "sort", "data-column": column.key });
      button.addEventListener("click", () =>
        view.go((wanted) => {
          wanted.set("sort", column.key);
          if (isSorted && !sorting.isDown) wanted.set("down", "1");
          else wanted.delete("down");
        }),
      );
      head.append(button);
      return head;
    });
    table.tHead.rows[0].replaceChildren(...heads);
    if (focused) table.tHead.querySelector(`[data-column="${focused}"]`)?.focus();
  }

  async function showRows(turn) {
    const next = records.slice(shown, shown + PAGE);
    const cards = await finder.cards(next);
    if (turn !== latest) return;
    const rows = next.map((record, n) => row(record, cards[n]));
    if (shown) table.tBodies[0].append(...rows);
    else table.tBodies[0].replaceChildren(...rows);
    if (shown) rows[0].querySelector("a").focus();
    shown += next.length;
    part("explore-more").hidden = shown >= records.length;
  }

  function row(record, card) {
    const cells = shownColumns().map((column) => {
      if (column.key === "title") {
        return element("th", "", { scope: "row" }, [element("a", card.title, { href: finder.href(card.address) })]);
      }
      const content = column.cell ? column.cell(record, card) : [column.text(record, card)];
      return element("td", "", PLAIN.includes(column.key) ? { class: "is-plain" } : { "data-label": column.title }, content);
    });
    return element("tr", "", {}, cells);
  }

  // ---- Taking it away

  // A spreadsheet would run a cell that begins so; a leading apostrophe keeps it text (as in the downloads of /data/).
  const guarded = (text) => (/^[=+\-@\t\r\n\0＝＋－＠]/.test(text) ? `'${text}` : text);
  const quoted = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

  async function download() {
    const cards = await finder.cards(records);
    const heads = [...shownColumns().map((column) => column.title), "Id", "Address"];
    const lines = records.map((record, n) => [
      ...shownColumns().map((column) => column.text(record, cards[n])),
      cards[n].record,
      new URL(finder.href(cards[n].address), location.href).href,
    ]);
    const text = [heads, ...lines].map((line) => line.map((cell) => quoted(guarded(cell))).join(",")).join("\r\n");
    const link = element("a", "", { download: "pilotbook-cases.csv" });
    link.href = URL.createObjectURL(new Blob([`${text}\r\n`], { type: "text/csv;charset=utf-8" }));
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  async function copyLink() {
    const said = part("explore-copied");
    try {
      await navigator.clipboard.writeText(location.href);
      said.textContent = "The link is copied.";
    } catch {
      said.textContent = "Copy the address at the top of the browser: it holds this view.";
    }
  }

  const start = () =>
    run().catch(() => {
      status.textContent = "The table could not be filtered. It is shown whole.";
    });

  prepare().then(
    () => {
      buildColumns();
      part("explore-tools").hidden = false;
      part("explore-panel").hidden = false;
      for (const pager of document.querySelectorAll(".table-pager")) pager.hidden = true;
      view.unfold(part("explore-panel"));
      part("explore-more").addEventListener("click", () => showRows(latest));
      part("explore-download").addEventListener("click", download);
      part("explore-link").addEventListener("click", copyLink);
      addEventListener("viewchange", start);
      addEventListener("popstate", start);
      return start();
    },
    () => (status.textContent = "The table cannot be filtered here. It is shown whole."),
  );
})();
