// In which forms a page may write what was asked for: words, figures, and the sentence that has them.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { load } from "./load.js";

const forms = load("forms");
const termsOf = (word, ...known) => forms.of(word, Object.fromEntries(known.map((one) => [one, [0, 1]]))).map(({ term }) => term);
const figureOf = (text) => forms.figures(text).terms[0];

test("a word is found in its number and its time", () => {
  assert.deepEqual(termsOf("family", "family", "families", "familiar"), ['"family"', '"families"']);
  assert.deepEqual(termsOf("plan", "planned", "planning", "plans", "plane", "plant"), ['"planned"', '"planning"', '"plans"']);
  assert.deepEqual(termsOf("visiting", "visit", "visits", "visited"), ['"visit"', '"visits"', '"visited"']);
  assert.deepEqual(termsOf("children", "child"), ['"child"']);
});

test("a word is no form of another because both begin alike", () => {
  for (const [word, other] of [
    ["secondment", "second"], ["second", "secondment"], ["authority", "author"], ["policy", "police"], ["news", "new"],
    ["department", "depart"], ["hospitality", "hospital"], ["experience", "experiment"], ["general", "generate"], ["bus", "bu"],
    ["university", "universal"], ["nation", "nate"], ["p", "prison"], ["international", "internal"], ["office", "officer"],
  ]) {
    assert.deepEqual(termsOf(word, other), [], `${word}, ${other}`);
  }
});

test("a word of the same family is found, and counts half", () => {
  const known = { evaluation: [0, 1], evaluated: [0, 9], evaluations: [0, 1], sleeping: [0, 1], homelessness: [0, 1] };

  assert.deepEqual(forms.of("evaluation", known), [
    { term: '"evaluation"', weight: 1 }, { term: '"evaluations"', weight: 0.9 }, { term: '"evaluated"', weight: 0.5 },
  ]);
  assert.deepEqual(forms.of("sleepers", known), [{ term: '"sleeping"', weight: 0.5 }]);
  assert.deepEqual(forms.of("homeless", known), [{ term: '"homelessness"', weight: 0.5 }]);
});

test("a word is the beginning of another only where a page has a longer one", () => {
  assert.equal(forms.isBeginning("second", { second: [0, 1], secondment: [0, 1] }), true);
  assert.equal(forms.isBeginning("secondment", { second: [0, 1], secondment: [0, 1] }), false);
});

test("money is found however its scale is written", () => {
  for (const typed of ["£100m", "£100 million", "100 million", "£100mn", "£100M"]) {
    const { forms: ways, check } = figureOf(typed);

    assert.deepEqual(ways.map(({ term }) => term), ['"100 million"', '"100million"', '"100m"', '"100mn"'], typed);
    for (const page of ["£100 million in 2025", "of £100m.", "100million"]) assert.match(page, check);
    for (const page of ["£1,100 million", "£100,000", "£100.5m", "£10 million", "100 miles"]) assert.doesNotMatch(page, check);
  }
  assert.match("promised £2 billion", figureOf("£2bn").check);
  assert.match("a saving of £7.9bn", figureOf("£7.9 billion").check);
});

test("a figure with a point or commas is one word, and its text is held against what was typed", () => {
  const told = (typed) => [figureOf(typed).forms.map(({ term }) => term).join(), figureOf(typed).check];
  for (const [typed, term, has, hasNot] of [
    ["17.8", '"178"', "met by 17.8% of", "178 and 1.78 and 17.81 and 117.8"],
    ["17.8%", '"178"', "17.8 per cent", "1,178"],
    ["−19.5", '"195"', "changed by −19.5 %", "195 families"],
    ["-19.5", '"195"', "changed by −19.5 %", "1.95"],
    ["£7,800", '"7800"', "£7,800 or £7800", "£77,800 and 7,8001 and £7,800,000"],
    ["3,444", '"3444"', "3,444 families", "13,444"],
    ["1.06", '"106"', "a ratio of 1.06.", "106, 10.6"],
  ]) {
    const [found, check] = told(typed);
    assert.equal(found, term, typed);
    assert.match(has, check, typed);
    assert.doesNotMatch(hasNot, check, typed);
  }
});

test("years, numbers of things and ranges stay words", () => {
  for (const typed of ["2019", "section 21", "NHS 111", "16–19", "covid-19", "2013-14", "step 2", "12 months", "5 boroughs"]) {
    assert.deepEqual(forms.figures(typed), { terms: [], rest: typed });
  }
});

test("what is left without its figures is read word by word", () => {
  const { terms, rest } = forms.figures("saved £36m in Stoke in 2012");

  assert.deepEqual([terms.map(({ text }) => text), rest.split(/\s+/)], [["£36m"], ["saved", "in", "Stoke", "in", "2012"]]);
});

test("the packaged list has words of English in their forms, and no slips of them", () => {
  const lists = {};
  globalThis.finder = { receive: (name, data) => (lists[name] = forms.opened(data)) };
  const letters = [..."abcdefghijklmnopqrstuvwxyz"];
  const files = letters.map((letter) => new URL(`../../scripts/pilotbook/theme/static/english-${letter}.js`, import.meta.url));
  const sources = files.map((file) => readFileSync(file, "utf8"));
  for (const source of sources) new Function(source)();
  const isEnglish = (word) => forms.isEnglish(word, lists[`english-${word[0]}`]);

  for (const word of ["prison", "parole", "mother", "production", "matter", "renters", "colour", "organised", "probation", "zebra", "managed"]) {
    assert.equal(isEnglish(word), true, word);
  }
  for (const word of ["procurment", "temporay", "accomodation", "leafelts", "savngs", "evalution", "safegaurding", "referals", "zotero"]) {
    assert.equal(isEnglish(word), false, word);
  }
  assert.ok(sources.reduce((sum, source) => sum + source.length, 0) <= 60_000);
  assert.ok(Math.max(...sources.map((source) => source.length)) < 8_000);
});

const LEAFLETS = [{ text: "leaflets", forms: [{ term: '"leaflets"', weight: 1 }, { term: '"leaflet"', weight: 0.9 }] }];
const RENT = { text: "rent", forms: [{ term: '"rent"', weight: 1 }] };
const said = (text, terms) => forms.sentence(text, terms).map((piece) => (piece.isMark ? `[${piece.text}]` : piece.text)).join("");

test("a snippet is the sentence that has the most of what was asked for", () => {
  const text = "Some leaflets were sent to homes. A Leaflet on rent went to each tenant. Nobody counted the rent.";

  assert.equal(said(text, [...LEAFLETS, RENT]), "A [Leaflet] on [rent] went to each tenant.");
});

test("labels run together are no snippet, nor is a heading or a piece of a sentence", () => {
  for (const text of [
    "Case study · Leeds · leaflets · results 2021 · ended.", "Leaflets. Stage.", "S7 Review of leaflets that were sent.", "leaflets were sent and nobody came to see them.",
    "Measure Leaflets Result 12 Comparison 14", "Sent leaflets to homes | counted | told to all of them.",
  ]) {
    assert.deepEqual(forms.sentence(text, LEAFLETS), []);
  }
});

test("what a cell holds is a sentence without the label before it, and a mark of a source leaves no gap", () => {
  const text = "Who did it · The council sent leaflets to each home . · Stage · ended ·";

  assert.equal(said(text, LEAFLETS), "The council sent [leaflets] to each home.");
});

test("a word within another is not marked", () => {
  assert.equal(said("Parents paid the rent to the council each week.", [RENT]), "Parents paid the [rent] to the council each week.");
});

test("a sentence has a figure as it was typed, or is none", () => {
  const { terms } = forms.figures("17.8");

  assert.equal(said("The target was met by 178 of them in all. It was met by 17.8% with the package.", terms), "It was met by [17.8]% with the package.");
});
