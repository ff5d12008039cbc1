// What the explorer's table says, and how it is taken away.
import assert from "node:assert/strict";
import { test } from "node:test";
import { DATA, facet } from "./book.js";
import { load } from "./load.js";

const narrow = load("forms", "words", "narrow");
const table = load("table");
const RANKS = { title: [0, 0, 2, 1, 3, 0], place: [0, 0, 1, 0, 2, 0], dates: [0, 0, 24_000, 24_100, 24_050, 0] };
const COLUMNS = table.columnsOf(narrow.opened(DATA), RANKS);
const CARD = { address: "/cases/visits/", title: "Visits", line: "Visited.", record: "TLG-C-MAD1", when: "reported 2011" };
const column = (key) => COLUMNS.find((one) => one.key === key);
const address = (query) => new URLSearchParams(query);
const keys = (columns) => columns.map((one) => one.key);

test("columns, their order and their headings come with the data", () => {
  assert.deepEqual(COLUMNS.map(({ title }) => title), [
    "Case", "Place", "Policy areas", "When", "Direction of effect", "Strength of evidence", "Programme",
  ]);
});

test("a cell says the labels of what a case has", () => {
  assert.deepEqual([column("area").text(3, CARD), column("level").text(3, CARD)], ["Family hubs; Jobs", "1: Account"]);
});

test("a cell of the card says what the card says, and nothing where it says nothing", () => {
  assert.deepEqual([column("when").text(2, CARD), column("place").text(2, CARD)], ["Reported 2011", ""]);
});

test("a direction that is only claimed says so in the table too", () => {
  assert.equal(column("direction").text(3, { ...CARD, caution: "claimed" }), "Better (claimed)");
});

test("a flag stands before the direction", () => {
  assert.equal(column("direction").text(2, CARD), "Tested: no benefit on its main outcomes; No clear difference");
});

test("a column of which no case has a value is empty and cannot be sorted by", () => {
  assert.deepEqual([column("programme").text(2, CARD), column("programme").rank], ["", null]);
});

test("the columns that come first are those of the plain table, until a reader chooses", () => {
  assert.deepEqual(keys(table.shownOf(COLUMNS, address(""))), ["title", "place", "when", "direction", "level"]);
  assert.deepEqual(keys(table.shownOf(COLUMNS, address("columns=level.area"))), ["title", "area", "level"]);
  assert.deepEqual(keys(table.shownOf(COLUMNS, address("columns="))), ["title"]);
});

test("cases stand by strength, until a reader chooses", () => {
  const order = table.orderOf(COLUMNS, address(""));

  assert.equal(order.column.key, "level");
  assert.deepEqual(table.inOrder([2, 3, 4], order), [2, 4, 3]);
});

test("a column that is not there or cannot be sorted by sorts nothing", () => {
  assert.equal(table.orderOf(COLUMNS, address("sort=nonsense")).column.key, "level");
  assert.equal(table.orderOf(COLUMNS, address("sort=programme")).column.key, "level");
});

test("by when, the newest case stands first", () => {
  assert.deepEqual(table.inOrder([2, 3, 4], table.orderOf(COLUMNS, address("sort=when"))), [3, 4, 2]);
});

test("the order can be turned round, and equals stay as in the book", () => {
  assert.deepEqual(table.inOrder([2, 3, 4], table.orderOf(COLUMNS, address("sort=title&down=1"))), [4, 2, 3]);
  assert.deepEqual(table.inOrder([4, 3, 2], table.orderOf(COLUMNS, address("sort=level&down=1"))), [3, 2, 4]);
});

/** Press headings one after another and give the address after them. */
function pressed(query, ...heads) {
  const wanted = address(query);
  for (const head of heads) table.press(wanted, head, table.orderOf(COLUMNS, wanted));
  return wanted.toString();
}

test("a heading that is pressed sorts, pressed again turns round, and a third time back", () => {
  assert.deepEqual([pressed("", "title"), pressed("", "title", "title"), pressed("", "title", "title", "title")], [
    "sort=title", "sort=title&down=1", "sort=title",
  ]);
});

test("another heading begins from its own top", () => {
  assert.equal(pressed("sort=title&down=1", "when"), "sort=when");
});

test("it says how many cases there are and in which order", () => {
  assert.equal(table.status(1, table.orderOf(COLUMNS, address("sort=title"))), "1 case, by case");
  assert.equal(table.status(1234, table.orderOf(COLUMNS, address("down=1"))), "1,234 cases, by strength of evidence, reversed");
});

for (const [name, mark] of Object.entries({
  "an equals sign": "=", "a plus": "+", "a minus": "-", "an at sign": "@", "a tab": "\t", "a null": "\0",
  "a wide equals sign": "＝", "a wide plus": "＋", "a wide minus": "－", "a wide at sign": "＠",
})) {
  test(`a cell that begins with ${name} stays text in a spreadsheet`, () => {
    assert.equal(table.csv([[`${mark}1+1`]]), `'${mark}1+1\r\n`);
  });
}

test("a cell that begins with a new line stays text too, and in one cell", () => {
  assert.equal(table.csv([["\n=1"], ["\r=1"]]), `"'\n=1"\r\n"'\r=1"\r\n`);
});

test("a sign inside a cell is no danger and stays as it is", () => {
  assert.equal(table.csv([["A=B", "co-production"]]), "A=B,co-production\r\n");
});

// ---- Outcomes, whose cells hold small words below their own

const OUTCOMES = table.columnsOf(
  {
    columns: ["title", "case", "numbers", "finding", "told"].map((key) => ({ key, title: `The ${key}`, isShown: true })),
    facets: narrow.opened({ count: 1, facets: [facet("finding", [["worse", "Worse"]], [["worse"]])] }).facets,
  },
  { title: [0], case: [0] },
);
const OUTCOME = { address: "/cases/visits/#O1", title: "Visits", case: "Made up", measure: "By hand", design: "A trial", record: "TLG-C-MAD1" };

test("outcomes stand in the order that the build gave them, until a reader chooses", () => {
  assert.equal(table.orderOf(OUTCOMES, address("")).column.key, "title");
  assert.equal(table.status(2, { column: OUTCOMES[1], isDown: false }, ["outcome", "outcomes"]), "2 outcomes, by the case");
});

test("what stands small in a cell is a column of its own in the CSV, where any row has it", () => {
  assert.deepEqual([table.beside("title", OUTCOME), table.beside("told", OUTCOME), table.beside("case", OUTCOME)], ["By hand", "", ""]);
  assert.deepEqual(table.rows(OUTCOMES, [0], [OUTCOME], (path) => `https://example.org${path}`), [
    ["The title", "The case", "The numbers", "The finding", "The told", "How it was measured", "How it was compared", "Id", "Address"],
    ["Visits", "Made up", "", "Worse", "None of a result", "By hand", "A trial", "TLG-C-MAD1", "https://example.org/cases/visits/#O1"],
  ]);
});

test("commas, quotation marks and lines stay in their cell", () => {
  assert.equal(table.csv([["Hubs, places", 'So-called "hubs"', "one\ntwo"]]), '"Hubs, places","So-called ""hubs""","one\ntwo"\r\n');
});
