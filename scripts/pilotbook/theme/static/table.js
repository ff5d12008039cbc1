// What the explorer's table says: its columns, which of them are shown, in which order its rows stand, and the table as CSV.
// It shows nothing itself, so that it can be tested by itself.
/* global narrow */
/* exported table */
"use strict";

const table = (() => {
  /**
   * Give every column: its key in addresses, its heading, whether it is shown unless a reader chooses otherwise, what a cell
   * says, and by what it sorts (a number a case).
   * @param {Book} book
   * @param {Ranks} ranks
   * @returns {Column[]}
   */
  function columnsOf(book, ranks) {
    return book.columns.map((column) => ({
      ...column,
      ...(ownOf(ranks)[column.key] ?? ofFacet(book.facets.find((facet) => facet.key === column.key))),
    }));
  }

  // What stands small below the words of a cell, and how its column in a CSV is headed.
  /** @type {Record<string, ["measure" | "compared" | "design" | "read", string]>} */
  const BESIDE = {
    title: ["measure", "How it was measured"],
    sample: ["compared", "Against whom"],
    finding: ["design", "How it was compared"],
    told: ["read", "How the source was read"],
  };

  /**
   * Give what stands small below the words of a cell, or ''.
   * @param {string} key
   * @param {Card} card
   */
  const beside = (key, card) => (BESIDE[key] && card[BESIDE[key][0]]) || "";

  /**
   * Give the columns that say something of their own, not just the values of a facet.
   * @param {Ranks} ranks
   * @returns {Record<string, Cells>}
   */
  const ownOf = (ranks) => ({
    title: { text: (_, card) => card.title, rank: (record) => ranks.title[record] },
    place: { text: (_, card) => card.place ?? "", rank: (record) => ranks.place[record] },
    when: { text: (_, card) => capital(card.when ?? ""), rank: (record) => -ranks.dates[record] },
    case: { text: (_, card) => card.case ?? "", rank: (record) => ranks.case[record] },
    sample: { text: (_, card) => card.sample ?? "", rank: null },
    numbers: { text: (_, card) => card.numbers ?? "", rank: null },
    told: { text: (_, card) => card.told ?? "None of a result", rank: null },
  });

  /**
   * @param {Facet | undefined} facet absent where no page has a value of it: then nothing can be sorted by
   * @returns {Cells}
   */
  function ofFacet(facet) {
    if (!facet) return { text: () => "", rank: null };
    return { text: (record, card) => told(facet, record, card).join("; "), rank: (record) => facet.sets[facet.of[record]][0] ?? 999 };
  }

  /**
   * Give the words for what a case has of a facet. A direction that says more than is known is told as such.
   * @param {Facet} facet
   * @param {number} record
   * @param {Card} card
   */
  function told(facet, record, card) {
    const { values, flags } = narrow.valuesOf(facet, record);
    const caution = facet.key === "direction" ? card.caution : "";
    return [...flags.map(({ label }) => label), ...values.map(({ label }) => narrow.warned(label, caution))];
  }

  /** @param {string} text */
  const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

  // ---- What the address says: ?columns=place.when&sort=level&down=1

  /**
   * @param {Column[]} columns
   * @param {URLSearchParams} address
   */
  function shownOf(columns, address) {
    const asked = address.get("columns")?.split(".");
    return columns.filter(({ key, isShown }) => key === "title" || (asked ? asked.includes(key) : isShown));
  }

  /**
   * @param {Column[]} columns
   * @param {URLSearchParams} address
   * @returns {Sorting}
   */
  function orderOf(columns, address) {
    const by = (/** @type {string | null} */ key) => columns.find((column) => column.key === key && column.rank);
    return { column: by(address.get("sort")) ?? by("level") ?? by("score") ?? columns[0], isDown: address.has("down") };
  }

  /**
   * Change the address as pressing a heading asks: sort by its column, or turn the order round.
   * @param {URLSearchParams} address
   * @param {string} key
   * @param {Sorting} before
   */
  function press(address, key, before) {
    address.set("sort", key);
    if (before.column.key === key && !before.isDown) address.set("down", "1");
    else address.delete("down");
  }

  /**
   * @param {number[]} records
   * @param {Sorting} sorting
   */
  function inOrder(records, { column, isDown }) {
    const rank = column.rank ?? (() => 0);
    const sign = isDown ? -1 : 1;
    return [...records].sort((one, other) => sign * (rank(one) - rank(other)) || one - other);
  }

  /**
   * @param {number} count
   * @param {Sorting} sorting
   * @param {string[]} [names] what one and many are called
   */
  function status(count, { column, isDown }, [one, many] = ["case", "cases"]) {
    return `${count.toLocaleString("en-GB")} ${count === 1 ? one : many}, by ${column.title.toLowerCase()}${isDown ? ", reversed" : ""}`;
  }

  // ---- Taking it away

  /**
   * Give the table as rows of text, its headings first: what stands small in a cell is a column of its own.
   * @param {Column[]} columns
   * @param {number[]} records
   * @param {Card[]} cards
   * @param {(address: string) => string} whole gives the whole address of a page
   */
  function rows(columns, records, cards, whole) {
    const small = columns.filter(({ key }) => BESIDE[key] && cards.some((card) => beside(key, card)));
    const heads = [...columns.map(({ title }) => title), ...small.map(({ key }) => BESIDE[key][1]), "Id", "Address"];
    const cells = records.map((record, n) => [
      ...columns.map((column) => column.text(record, cards[n])),
      ...small.map(({ key }) => beside(key, cards[n])),
      cards[n].record,
      whole(cards[n].address),
    ]);
    return [heads, ...cells];
  }

  /**
   * Give rows of text as CSV (RFC 4180).
   * @param {string[][]} rows
   */
  const csv = (rows) => rows.map((row) => `${row.map((cell) => quoted(guarded(cell))).join(",")}\r\n`).join("");

  /**
   * Keep text what a spreadsheet would run, by an apostrophe before it, as in the downloads of /data/.
   * @param {string} text
   */
  const guarded = (text) => (/^[=+\-@\t\r\n\0＝＋－＠]/.test(text) ? `'${text}` : text);

  /** @param {string} text */
  const quoted = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

  return { columnsOf, beside, shownOf, orderOf, press, inOrder, status, rows, csv };
})();
