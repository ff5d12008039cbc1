// A plan of a test: what it comes to in numbers and words, what it lacks, and the address that holds it. The sizes themselves are
// held beside statsmodels in tests/test_plan.py.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.js";

const plan = load("plan");
const SHARE = { before: "40", by: "5", counted: "families" };
const WORDS = { change: "One letter.", hypothesis: "If a letter then more.", rule: "Keep it at five points.", stop: "None.", start: "2027-02" };

const fields = (changes) => ({ ...plan.BLANK, ...changes });
const reckoned = (changes) => plan.reckon(fields(changes));
const answer = (changes) => plan.answer(fields(changes), reckoned(changes));
const remarks = (changes) => plan.remarks(fields(changes), reckoned(changes)).join(" ");

test("it says in words how many people show one share become another", () => {
  assert.equal(answer(SHARE), "About 1,530 families in each group (3,060 in all) to see 40% become 45%.");
  assert.equal(answer({ ...SHARE, way: "down", power: "90" }), "About 1,970 families in each group (3,940 in all) to see 40% become 35%.");
});

test("it says how many show two averages apart", () => {
  const days = { kind: "mean", by: "5", spread: "25", unit: "days", counted: "tenants" };

  assert.equal(answer(days), "About 393 tenants in each group (786 in all) to see averages 5 days apart.");
});

test("where places are drawn, people are multiplied by the design effect and places are whole", () => {
  const schools = { ...SHARE, drawn: "places", size: "30", alike: "0.05", counted: "pupils" };

  // 1,534 pupils times 2.45 are 3,757, in 126 schools of 30.
  assert.deepEqual([reckoned(schools).places, reckoned(schools).each, reckoned(schools).effect], [126, 3780, 2.45]);
  assert.equal(answer(schools), "About 3,780 pupils in each group (7,560 in all), 30 in each of 126 places, to see 40% become 45%.");
});

test("who drops out is added at the start, place by place where places are drawn", () => {
  assert.equal(reckoned({ ...SHARE, lost: "10" }).asked, 1705);
  assert.match(remarks({ ...SHARE, lost: "10" }), /^As 10% may drop out, begin with 1,705 families in each group \(3,410 in all\)\./);
  assert.equal(reckoned({ ...SHARE, drawn: "places", size: "30", alike: "0.05", lost: "10" }).asked, 126 * 34);
});

test("who can reach too few is told what so many could show, and that the rest would go unseen", () => {
  const said = remarks({ ...SHARE, within: "400" });

  assert.match(said, /too few\. With that power they would show no difference smaller than about 9.8 percentage points/);
  assert.match(said, /“no clear difference” would not mean “no difference”/);
  assert.match(remarks({ ...SHARE, within: "1534" }), /You can reach 1,534 families for each group: enough\./);
});

test("few places, and few people, are warned of", () => {
  assert.match(remarks({ ...SHARE, by: "30", drawn: "places", size: "30", alike: "0.05" }), /With few places in a group this sum is too hopeful/);
  assert.match(remarks({ ...SHARE, by: "40" }), /With groups this small the sum is a little too hopeful/);
});

for (const [name, changes, wrong] of [
  ["a share of 100", { before: "100" }, "before"], ["words", { before: "about 40" }, "before"], ["no difference", { by: "0" }, "by"],
  ["a share above 100 in the end", { by: "60" }, "by"], ["a likeness above one", { drawn: "places", size: "9", alike: "2" }, "alike"],
  ["all lost", { lost: "100" }, "lost"], ["half a person", { within: "10.5" }, "within"], ["a minus", { by: "-5" }, "by"],
]) {
  test(`${name} is refused at its field`, () => {
    const typed = { ...SHARE, ...changes };

    assert.deepEqual(Object.keys(plan.faults(fields(typed)).wrong), [wrong]);
    assert.equal(reckoned(typed), null);
  });
}

test("numbers are read as people type them", () => {
  assert.deepEqual(["1,530", "40%", " 4.5 ", "1.5.2", "", "1e3", "٣"].map(plan.number), [1530, 40, 4.5, NaN, NaN, NaN, NaN]);
});

test("an entry is ready once every part of the plan is there", () => {
  assert.deepEqual(plan.missing(fields(WORDS)), []);
  assert.deepEqual(plan.missing(fields({ ...WORDS, rule: " ", start: "soon" })), [
    "the decision rule", "the start of the test as year-month or year-month-day, such as 2027-02",
  ]);
  assert.deepEqual(plan.missing(fields({ ...WORDS, measure: "visits" })), ["a label such as O1 for the outcome"]);
});

test("an address holds a plan whole, and what is typed stands behind the hash", () => {
  const typed = fields({ ...SHARE, ...WORDS, hypothesis: "If 5% & more = good, then #1?\n“yes”" });

  assert.deepEqual(plan.read("", `#${plan.written(typed)}`), typed);
});

test("a cell of the gap map fills in its fields, and what was typed since goes before", () => {
  assert.deepEqual(plan.read("?area=hubs&outcome=reach&nonsense=1&__proto__=x", ""), fields({ area: "hubs", outcome: "reach" }));
  assert.deepEqual(plan.read("?area=hubs", "#area=jobs&by=5"), fields({ area: "jobs", by: "5" }));
  assert.deepEqual(plan.read("?area=hubs", "#common"), fields({ area: "hubs" }));
});

test("figures of work like that which was chosen stand apart from the rest", () => {
  const row = (areas, approaches, share = "31") => ({ areas, groups: [], approaches, share });
  const rows = [row(["work"], ["calls"]), row(["jobs"], ["visits"], ""), row(["jobs"], ["visits"]), row(["hubs"], ["visits"])];
  const [neither, unusable, other, alike] = rows;

  assert.deepEqual(plan.parted(rows, fields({ area: "hubs", approach: "visits" })), { near: [alike], far: [other, unusable, neither] });
  assert.deepEqual(plan.parted(rows, fields({})), { near: [neither, other, alike, unusable], far: [] });
});
