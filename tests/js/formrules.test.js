// What a form says of a record, in which words and order. That it finds what the checker finds is held by tests/test_form_rules.py.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.js";

load("formpatterns", "formprivate", "formcounts", "formrecord", "formasked", "formunits", "formwithin");
const rules = load("formrules");
const yaml = load("formyaml");

const none = () => ["(?!)", "gu"];
const patterns = (own = {}) => new Proxy(own, { get: (told, name) => told[name] ?? none() });
const text = (name, label, more = {}) => ({ name, label, help: `${label}, in words.`, kind: "text", most: 200, ...more });
const DECLARATION = {
  root: "Case",
  modeline: "# yaml-language-server: $schema=schema/case.schema.json",
  models: {
    Case: {
      about: "A case.",
      fields: [
        text("title", "Title", { required: true, words: 3 }),
        { name: "results_due", label: "Results due", help: "When.", kind: "when" },
        { name: "outcomes", label: "Outcomes", help: "What was measured.", kind: "groups", model: "Outcome" },
        { name: "sources", label: "Sources", help: "What it rests on.", kind: "groups", model: "Source", required: true, least: 1 },
      ],
    },
    Outcome: {
      about: "An outcome.",
      fields: [
        { name: "id", label: "Label", help: "O and a number.", kind: "label", pattern: "^O[1-9][0-9]?$", required: true },
        { name: "result", label: "Result", help: "The figure after.", kind: "group", model: "Figure", reason: true, required: true },
      ],
    },
    Figure: {
      about: "A number.",
      fields: [
        { name: "value", label: "Value", help: "Digits.", kind: "number", required: true },
        { name: "source", label: "Sources", help: "Labels.", kind: "references", to: ["sources"], known: "source-known", required: true, least: 1 },
      ],
    },
    Missing: { about: "A reason.", fields: [{ name: "missing", label: "Why", help: "The reason.", kind: "choice", choices: "Missing.missing", required: true }] },
    Source: { about: "A source.", fields: [{ name: "id", label: "Label", help: "S.", kind: "label", pattern: "^S[1-9][0-9]?$", required: true }, text("title", "Title")] },
  },
  choices: { "Missing.missing": [["not_read", "not read"], ["not_measured", "not measured"]] },
  lists: {},
  rules: { shared: [], sent: {}, sentOf: { text: ["title-unique"] } },
  texts: { word: 200, hidden: [], reserved: [], lookalikes: [] },
  reference: patterns(),
  dates: { looked: [], happened: [] },
  private: {
    patterns: patterns({ email: ["(?<local>[a-z.]+)@[a-z.]+", "gu"] }), hints: { at: ["@"], birth: [], secret: [] }, phones: { own: "(?!)", public: "(?!)" }, keys: [],
    kinds: { email: "the e-mail address of a person" }, instead: { email: "Name a team", "": "Take it out" }, names: ["Jane"], namedRightly: ["partners"],
  },
  counts: { patterns: patterns(), people: {}, words: {}, shares: {}, staff: [], after: [], few: [], doors: [], ofFigure: [], notProse: [], most: 7, base: 10 },
};
const SOUND = { title: "A made-up pilot", outcomes: [{ id: "O1", result: { value: "3", source: ["S1"] } }], sources: [{ id: "S1", title: "A report" }] };

const problems = (changes) => rules.problems({ ...SOUND, ...changes }, DECLARATION);
const told = (changes) => problems(changes).map(({ path, rule }) => `${path.join(".")} ${rule}`);
const result = (fact) => ({ outcomes: [{ id: "O1", result: fact }] });

test("a record with nothing wrong has no problem", () => {
  assert.deepEqual(problems({}), []);
});

test("what is missing is told at its own field, with its help, and with the reason that may stand instead", () => {
  assert.deepEqual(problems({ outcomes: [{ id: "O1" }] })[0], {
    path: ["outcomes", 0, "result"], rule: "required", what: "'Result' is missing", mend: "Fill it in, or say why it is not known. (The figure after.)",
  });
});

test("a fact that names a source which was removed says so, and is not given to another", () => {
  const found = problems(result({ value: "3", source: ["S2"] }));

  assert.deepEqual(found.map(({ path, what, mend }) => [path.join("."), what, mend]), [
    ["outcomes.0.result.source.0", "'Sources': names S2, which was removed", "Choose one of: S1."],
  ]);
});

test("problems come in the order of the form", () => {
  assert.deepEqual(told({ sources: [{ id: "S1" }, { id: "S1" }], results_due: "May 2025", title: "A title of five words", ...result({ value: "x", source: ["S7"] }) }), [
    "title length", "results_due date", "outcomes.0.result.value number", "outcomes.0.result.source.0 source-known", "sources.1.id label",
  ]);
});

for (const [written, mend] of [
  ["May 2025", "Write 2025-05."], ["16th July 2025", "Write 2025-07-16."], ["2023/24", "For the year 2023 to 2024 write 2023."],
  ["31 February 2025", "Write as much as is known: 2025, 2025-07 or 2025-07-16."], ["2025-02-30", "Write as much as is known: 2025, 2025-07 or 2025-07-16."],
]) {
  test(`the date '${written}' is mended by: ${mend}`, () => {
    assert.deepEqual(problems({ results_due: written }).map((each) => [each.rule, each.mend]), [["date", mend]]);
  });
}

for (const [written, mend] of [
  ["9,200", "Write 9200."], [".8", "Write 0.8."], ["−3", "Write -3."], ["£1.2m", "Write 1.2 with the unit 'GBP million'."], ["3 thousand", "Write 3 with the unit 'thousand people', or what else is counted."],
  ["(30)", "Write 30, or -30 if the brackets mean a minus."], ["10-15", "Write digits only, such as 1250."], ["36 of 37", "Write digits only, such as 1250."],
  ["17%", "Write 17; a unit, and what softens it, such as 'about' or 'more than', have fields of their own."], ["many", "Write digits only, such as 1250."],
]) {
  test(`the number '${written}' is mended by: ${mend}`, () => {
    assert.equal(problems(result({ value: written, source: ["S1"] }))[0].mend, mend);
  });
}

test("a sum in millions is told in its unit of money", () => {
  const cost = { name: "costs", label: "Costs", help: "What it cost.", kind: "groups", model: "Figure" };
  const models = { ...DECLARATION.models, Case: { ...DECLARATION.models.Case, fields: [...DECLARATION.models.Case.fields, cost] } };
  const found = rules.problems({ ...SOUND, costs: [{ value: "1.2 million", source: ["S1"] }] }, { ...DECLARATION, models });

  assert.deepEqual(found.map(({ rule, mend }) => [rule, mend]), [["number", "Write 1.2 with the unit 'GBP million'."]]);
});

test("a number below five is never offered as five", () => {
  assert.match(problems(result({ value: "<5", source: ["S1"] }))[0].mend, /^Say that it is withheld/);
});

test("a reason stands instead of a fact, and not beside it", () => {
  assert.deepEqual(told(result({ missing: "not_measured" })), ["sources.0.id source-used"]);
  assert.deepEqual(told(result({ missing: "not_measured", value: "3", source: ["S1"] })), ["outcomes.0.result.value mixed"]);
  assert.deepEqual(told(result({ missing: "unknown" })).slice(0, 1), ["outcomes.0.result.missing choice"]);
});

test("what is blank is told, and left out of what is sent", () => {
  assert.deepEqual(told({ results_due: " " }), ["results_due empty"]);
  assert.deepEqual(rules.pruned({ ...SOUND, results_due: " ", cycles: [{ id: "" }], title: " A made-up pilot " }), SOUND);
});

test("no message repeats what is private, be it of another rule", () => {
  const found = problems({ results_due: "jane.madeup@mail.example" });

  assert.deepEqual(found.map(({ rule }) => rule), ["personal-data", "date"]);
  assert.equal(found[0].what, "'Results due': this looks like the e-mail address of a person, which must not be public");
  assert.equal(JSON.stringify(found).includes("madeup"), false);
});

test("a person whom a service was for is asked about, and stops nothing", () => {
  const declaration = { ...DECLARATION, private: { ...DECLARATION.private, patterns: patterns({ roleThenName: ["tenant (?<title>Ms )?(?<first>[A-Z][a-z]+)", "gu"] }) } };

  assert.deepEqual(rules.advice({ ...SOUND, title: "A tenant Jane" }, declaration).map(({ path, rule }) => [path, rule]), [[["title"], "person-named"]]);
  assert.deepEqual(rules.problems({ ...SOUND, title: "A tenant Jane" }, declaration), []);
});

test("a list gives the next free label, and what a reference may lead to", () => {
  const record = { sources: [{ id: "S1", title: "A report" }, { id: "S4" }] };

  assert.equal(rules.nextLabel(record, "sources", DECLARATION), "S5");
  assert.equal(rules.nextLabel({}, "outcomes", DECLARATION), "O1");
  assert.deepEqual(rules.targets(record, { to: ["sources"] }), [["S1", "A report"], ["S4", ""]]);
  assert.deepEqual(rules.sent(DECLARATION.models.Case.fields[0], DECLARATION), ["title-unique"]);
});

test("what people typed in a shape that no form makes is told and never thrown", () => {
  for (const wrong of ["x", [], ["x"], [[]], {}, { a: {} }, [{ id: [] }], [null]]) {
    for (const name of ["title", "results_due", "outcomes", "sources"]) assert.ok(Array.isArray(problems({ [name]: wrong })), `${name} ${JSON.stringify(wrong)}`);
  }
});

test("a record is written in the order of the form, numbers bare, and words in quotes where they could be taken for something else", () => {
  const written = yaml.text({ sources: SOUND.sources, outcomes: SOUND.outcomes, title: "Phase #2: it's on" }, DECLARATION);

  assert.equal(written, [
    "# yaml-language-server: $schema=schema/case.schema.json",
    `title: "Phase #2: it's on"`,
    "outcomes:",
    "  - id: O1",
    "    result: {value: 3, source: [S1]}",
    "sources:",
    "  - id: S1",
    "    title: A report",
    "",
  ].join("\n"));
});
