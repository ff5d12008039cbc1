// Which pages stay, what each filter would leave, and in which order pages stand.
import assert from "node:assert/strict";
import { test } from "node:test";
import { DATA } from "./book.js";
import { load } from "./load.js";

const narrow = load("forms", "words", "narrow");
const rank = load("rank");
const BOOK = narrow.opened(DATA);
const ALL = [0, 1, 2, 3, 4, 5];
const facetOf = (key) => BOOK.facets.find((facet) => facet.key === key);

/** Give what a word found: {page: score}. */
const pages = (found) => new Map(Object.entries(found).map(([record, score]) => [Number(record), { score }]));

test("a facet without a value is none", () => {
  assert.deepEqual(BOOK.facets.map((facet) => facet.key), ["kind", "area", "confidence", "level", "direction", "place"]);
});

test("a page is known by the beginning of its name in the index", () => {
  assert.equal(BOOK.byId.get("ccccc"), 2);
});

test("a flag stands beside the values of a page, and is none of them", () => {
  const { values, flags } = narrow.valuesOf(facetOf("direction"), 2);

  assert.deepEqual([values.map(({ label }) => label), flags.map(({ label }) => label)], [
    ["No clear difference"], ["Tested: no benefit on its main outcomes"],
  ]);
});

test("beside a page a value goes by its badge, where it has one", () => {
  assert.equal(narrow.valuesOf(facetOf("level"), 2).values[0].badge, "Causation");
  assert.equal(narrow.valuesOf(facetOf("area"), 2).values[0].badge, "Family hubs");
});

test("a page has nothing of a facet that is not there", () => {
  assert.deepEqual(narrow.valuesOf(undefined, 2), { values: [], flags: [] });
});

test("a direction that is only claimed, or not rated, says so", () => {
  assert.deepEqual(
    [narrow.warned("Better", "claimed"), narrow.warned("Better", "not rated"), narrow.warned("Better")],
    ["Better (claimed)", "Better (not rated)", "Better"],
  );
});

test("with nothing chosen every page stays and every value is counted", () => {
  const { records, counts, without } = narrow.byFacets(BOOK.facets, ALL, {});

  assert.deepEqual(records, ALL);
  assert.deepEqual(counts.area, { hubs: 3, jobs: 3 });
  assert.deepEqual(without, {});
});

test("within a facet either value will do", () => {
  assert.deepEqual(narrow.byFacets(BOOK.facets, ALL, { level: ["3", "1"] }).records, [2, 3, 4]);
});

test("every facet must be met", () => {
  assert.deepEqual(narrow.byFacets(BOOK.facets, ALL, { level: ["3"], area: ["jobs"] }).records, [4]);
});

test("within the facet that is chosen, a value counts the pages that it would add", () => {
  const { counts } = narrow.byFacets(BOOK.facets, ALL, { level: ["3"] });

  assert.deepEqual(counts.level, { 3: 2, 1: 1 });
});

test("in the other facets a value counts the pages that are left", () => {
  const { counts } = narrow.byFacets(BOOK.facets, ALL, { level: ["3"] });

  assert.deepEqual(counts.area, { hubs: 1, jobs: 1 });
  assert.deepEqual(counts.place, { wigan: 2, leeds: 0 });
});

test("a page that fails two facets counts in neither", () => {
  const { counts } = narrow.byFacets(BOOK.facets, ALL, { level: ["3"], place: ["wigan"], kind: ["lesson"] });

  assert.deepEqual(counts.kind, { lesson: 0, case: 2, guide: 0 });
  assert.deepEqual(counts.level, { 3: 0, 1: 0 });
});

test("where nothing is left, each facet says how many pages it alone keeps out", () => {
  const { records, without } = narrow.byFacets(BOOK.facets, ALL, { level: ["1"], place: ["wigan"] });

  assert.deepEqual(records, []);
  assert.deepEqual(without, { level: 2, place: 1 });
});

test("only the pages that the words found are narrowed", () => {
  assert.deepEqual(narrow.byFacets(BOOK.facets, [4, 0], { area: ["jobs"] }).records, [4]);
});

test("the pages of a set of values count for each value of it", () => {
  assert.deepEqual(facetOf("area").sets, [[0], [1], [0, 1], []]);
  assert.deepEqual(narrow.spread(facetOf("area"), [10, 5, 2, 7]), { hubs: 12, jobs: 7 });
});

test("a page with all the words stands above a better page with one of them", () => {
  const found = rank.scores(BOOK, [pages({ 2: 1, 3: 0.5 }), pages({ 3: 0.4, 4: 0.1 })], []);

  assert.ok(found.get(3) > found.get(2));
});

test("a page that has half of what was asked keeps about a third of its score", () => {
  const found = rank.scores(BOOK, [pages({ 2: 1, 3: 1 }), pages({ 3: 1, 4: 1 })], []);

  assert.equal(found.get(3), 1);
  assert.equal(found.get(2).toFixed(3), "0.177");
});

test("a rare word counts for more than one that most pages have", () => {
  const found = rank.scores(BOOK, [pages({ 2: 1 }), pages({ 0: 1, 1: 1, 3: 1, 4: 1 })], []);

  assert.ok(found.get(2) > found.get(3));
});

test("a word that no page has changes no order", () => {
  const found = rank.scores(BOOK, [pages({ 2: 1, 3: 0.5 }), pages({})], []);

  assert.deepEqual([found.get(2), found.get(3)], [1, 0.5]);
});

test("a page with two words side by side stands half as high again as one that has them apart", () => {
  const found = rank.scores(BOOK, [pages({ 2: 1, 3: 1 })], [pages({ 3: 1 })]);

  assert.deepEqual([found.get(2), found.get(3)], [1, 1.5]);
});

test("of two pairs a page may have one", () => {
  const found = rank.scores(BOOK, [pages({ 2: 1, 3: 1 })], [pages({ 3: 1 }), pages({ 2: 1, 3: 1, 4: 1 })]);

  assert.equal(found.get(3), 1.5);
  assert.equal(found.get(2).toFixed(3), "1.180");
});

test("a lesson counts twice as much as a case, and a guide as much as a case", () => {
  const found = rank.scores(BOOK, [pages({ 0: 1, 2: 1, 5: 1 })], []);

  assert.deepEqual([found.get(0), found.get(2), found.get(5)], [2, 1, 1]);
});

test("the best match stands first, and of equals the one that stands first in the book", () => {
  const scored = new Map([[2, 0.5], [3, 0.9], [4, 0.5]]);

  assert.deepEqual(narrow.sorted(BOOK, [4, 2, 3], "relevance", scored, []), [3, 2, 4]);
});

test("without words pages stand as in the book", () => {
  assert.deepEqual(narrow.sorted(BOOK, [3, 1, 2], "relevance", null, []), [1, 2, 3]);
});

test("the newest stands first, and of the same month the best match", () => {
  const scored = new Map([[2, 0.1], [3, 0.9], [4, 0.5]]);

  assert.deepEqual(narrow.sorted(BOOK, [2, 3, 4], "newest", scored, [0, 0, 24_000, 24_000, 24_100, 0]), [4, 3, 2]);
});

test("by strength lessons stand first, surest first, then cases, strongest first, then the rest", () => {
  assert.deepEqual(narrow.sorted(BOOK, ALL, "strongest", null, []), [1, 0, 2, 4, 3, 5]);
});

test("sorting leaves the list that it was given as it was", () => {
  const given = [3, 1];
  narrow.sorted(BOOK, given, "relevance", null, []);

  assert.deepEqual(given, [3, 1]);
});

test("the name of a place leads to its page, and so does its beginning", () => {
  const wigan = [{ title: "Place", label: "Wigan", address: "/places/wigan/" }];

  assert.deepEqual(narrow.topics(BOOK.facets, ["wigan"]), wigan);
  assert.deepEqual(narrow.topics(BOOK.facets, ["wiga"]), wigan);
});

test("every word must be in the name, and three letters of a beginning are too few", () => {
  assert.deepEqual(narrow.topics(BOOK.facets, ["family", "jobs"]), []);
  assert.deepEqual(narrow.topics(BOOK.facets, ["wig"]), []);
});

test("without words no place is named", () => {
  assert.deepEqual(narrow.topics(BOOK.facets, []), []);
});

test("the forms of a word find together, and the best page of all has 1", () => {
  const ways = [{ term: '"family"', weight: 1 }, { term: '"families"', weight: 0.5 }];

  const found = rank.joined(ways, [pages({ 2: 4, 3: 1 }), pages({ 3: 6, 4: 2 })]);

  assert.deepEqual([...found].map(([record, { score }]) => [record, score]), [[2, 1], [3, 1], [4, 0.25]]);
});

test("a page whose name was typed gains, the one that explains a term gains less, and one that was named by its id stands above all", () => {
  const book = { ...BOOK, names: { glossary: 3 }, terms: { "difference differences": 4 } };
  const found = [pages({ 2: 1, 3: 0.5, 4: 0.25 })];

  const told = (name) => [2, 3, 4].map((record) => rank.scores(book, found, [], name).get(record));

  assert.deepEqual(told("glossary"), [1, 6, 0.25]);
  assert.deepEqual(told("difference differences"), [1, 0.5, 1.25]);
  assert.deepEqual(told(""), [1, 0.5, 0.25]);
  assert.deepEqual([...rank.first(new Map([[1, 5]]), [4])], [[1, 5], [4, 6]]);
  assert.deepEqual([...rank.first(new Map(), [4])], [[4, 1]]);
});

test("a few pages are all kept, however weak", () => {
  const few = new Map([[0, 100], ...Array.from({ length: 9 }, (_, n) => [n + 1, 0.001])]);

  assert.equal(rank.strong(few).size, 10);
});

test("of more pages, those below a quarter of the fifth best are left out, and one at a quarter is kept", () => {
  const many = new Map([900, 80, 60, 50, 40, 30, 20, 15, 12, 10, 9.99, 1].map((score, n) => [n, score]));

  assert.deepEqual([...rank.strong(many).keys()], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test("no more than fifty are kept, ties or not", () => {
  const scored = (size) => new Map(Array.from({ length: size }, (_, n) => [n, 1000 - n]));

  assert.equal(rank.strong(scored(50)).size, 50);
  assert.equal(rank.strong(scored(51)).size, 50);
  assert.equal(rank.strong(new Map([...scored(50), [77, 951]])).size, 50);
});

test("only places are offered by name, for subjects are found like other pages", () => {
  assert.deepEqual(narrow.topics(BOOK.facets, ["hubs"]), []);
  assert.deepEqual(narrow.topics(BOOK.facets, ["wigan"]).map(({ label }) => label), ["Wigan"]);
});
