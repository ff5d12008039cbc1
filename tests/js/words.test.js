// What a reader types: its words, and the words that were meant.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.js";

const words = load("forms", "words");
const slips = load("levenshtein", "slips");
const STOPS = new Set(["the", "of", "what", "did", "do", "does", "after", "all"]);

/** Give the lists of a made-up book: its words by letter, and a few words of English; and write down which were opened. */
function lists(all, english = []) {
  const opened = [];
  const drawer = async (letter) => {
    opened.push(letter);
    return Object.fromEntries(Object.entries(all).filter(([word]) => word.startsWith(letter)));
  };
  return { drawer, english: async () => new Set(english), opened };
}

const HOW = { isUnfinished: false, isExact: false, stopWords: STOPS };
/** Say what became of a word: as it was typed, mended, or only another offered. */
async function read(word, all, { english = [], ...how } = {}) {
  const { forms, meant, offer } = await slips.reading(word, { ...HOW, ...how }, lists(all, english));
  return { forms: forms.map(({ term }) => term), ...(meant ? { meant } : {}), ...(offer ? { offer } : {}) };
}
const formsOf = (term) => term.forms.map((form) => form.term);

test("words are split at marks and lose accents and apostrophes", () => {
  assert.deepEqual(words.of("Children's cafés – before-and-after, £1.2m; Llŷn"), [
    "childrens", "cafes", "before", "and", "after", "1", "2m", "llyn",
  ]);
});

test("a letter that few keyboards have is written as others write it", () => {
  assert.deepEqual(words.of("Straße İstanbul ΣΙΣΥΦΟΣ"), ["strasse", "istanbul", "σισυφοσ"]);
});

test("stop words and single letters tell nothing, numbers do", () => {
  assert.deepEqual(words.telling(words.of("What did the 3,444 families of plan B do?"), STOPS), ["3", "444", "families", "plan"]);
});

test("a word is asked for once", () => {
  assert.deepEqual(words.asked(["hubs", "the", "hubs", "families"], STOPS), ["hubs", "families"]);
});

test("a question of stop words only is asked as it is", () => {
  assert.deepEqual(words.asked(["after", "all", "after"], STOPS), ["after", "all"]);
});

test("initials that are joined are one word, and letters that are not initials stay apart", () => {
  assert.deepEqual(words.of("A&E, R&D and Q&A; AT&T & C"), ["ae", "rd", "and", "qa", "at", "t", "c"]);
});

test("words in quotation marks are one phrase, whichever marks they are, and an open mark is none", () => {
  for (const quoted of ['"family hubs"', "“family hubs”", "„family hubs”", "«family hubs»", "”family hubs“", "“family hubs\""]) {
    const { terms, rest } = words.split(`savings ${quoted} in “Leeds`);

    assert.deepEqual([terms.map(formsOf), words.of(rest)], [[['"family hubs"', '"familyhubs"']], ["savings", "in", "leeds"]]);
  }
});

test("a phrase with hyphens may be written without them, and one with commas too", () => {
  assert.deepEqual(formsOf(words.split("“test-and-learn”").terms[0]), ['"test and learn"', '"testandlearn"']);
  assert.deepEqual(formsOf(words.split("“Test, Learn and Grow”").terms[0])[0], '"test learn and grow"');
});

test("quotation marks around nothing ask for nothing", () => {
  assert.deepEqual(words.split('“” "…"').terms, []);
});

test("co-production is one word and not production", () => {
  const { terms, rest } = words.split("co-production with re-offenders");

  assert.deepEqual([terms.map(formsOf), words.of(rest)], [
    [['"coproduction"', '"co production"'], ['"reoffenders"', '"re offenders"']], ["with"],
  ]);
});

test("before-and-after is three words still", () => {
  assert.deepEqual(words.split("before-and-after").terms, []);
});

test("a question to a person is asked without what people say around it", () => {
  const asked = (question) => words.asked(words.of(words.split(question).rest), STOPS);

  assert.deepEqual(asked("Do family hubs work?"), ["family", "hubs"]);
  assert.deepEqual(asked("does outreach really work"), ["outreach"]);
  assert.deepEqual(asked("Show me the pilots of rent letters"), ["rent", "letters"]);
  assert.deepEqual(asked("help into work"), ["help", "into", "work"]);
  assert.deepEqual(asked("pilots"), ["pilots"]);
  assert.deepEqual(asked("does outreach work elsewhere?"), ["outreach"]);
  assert.deepEqual(asked("does social prescribing work for us?"), ["social", "prescribing"]);
  assert.deepEqual(asked("enough outreach"), ["outreach"]);
});

test("who asks how long asks for years", () => {
  assert.deepEqual(words.of(words.split("How long do family hubs take?").rest), ["years", "do", "family", "hubs", "take"]);
  assert.deepEqual(words.of(words.split("long waits").rest), ["long", "waits"]);
});

test("initials with blanks around the & are joined, and other words are not", () => {
  assert.deepEqual(words.of(words.split("A & E visits").rest), ["ae", "visits"]);
  assert.deepEqual(words.of(words.split("drugs & alcohol").rest), ["drugs", "alcohol"]);
});

test("two forms of one word are asked for once", () => {
  const reading = (word, ...forms) => ({ word, forms: forms.map((form) => ({ term: `"${form}"`, weight: 1 })) });
  const all = [reading("difference", "difference", "differences"), reading("differences", "differences", "difference"), reading("hubs", "hubs")];

  assert.deepEqual(words.distinct(all).map(({ word }) => word), ["difference", "hubs"]);
});

test("an id is read in any letters, from a citation or a link, or by its last four signs", () => {
  for (const typed of ["TLG-C-B6B1", "tlg-c-b6b1", "tlg c b6b1", "See (2026), TLG-C-B6B1.", "https://example.org/id/TLG-C-B6B1/"]) {
    assert.deepEqual(words.idOf(typed), { id: "C-B6B1", isSure: true });
  }
  assert.deepEqual(words.idOf(" qn4d "), { id: "QN4D", isSure: false });
});

test("other words and numbers are no id", () => {
  for (const typed of ["leaflets", "2019", "B6B", "B6B1 and more", "tlg", "TLG-C-B6B12"]) assert.equal(words.idOf(typed).id, "");
});

test("words side by side are pairs, mended, in two forms of each", () => {
  const readings = [
    { word: "temporay", meant: "temporary", forms: [{ term: '"temporary"', weight: 1 }] },
    { word: "homes", forms: [{ term: '"homes"', weight: 1 }, { term: '"home"', weight: 0.9 }] },
    { word: "families", forms: [{ term: '"families"', weight: 1 }] },
  ];

  const pairs = words.pairsOf(["temporay", "homes", "of", "families"], readings, 0);

  assert.deepEqual(pairs.map(({ text }) => text), ["temporary homes"]);
  assert.deepEqual(formsOf(pairs[0]), ['"temporary homes"', '"temporary home"', '"temporaryhomes"']);
});

test("a few words that tell nothing may stand within a pair, where the book is small enough to look them up", () => {
  const readings = ["payment", "results"].map((word) => ({ word, forms: [{ term: `"${word}"`, weight: 1 }] }));
  const all = ["payment", "by", "the", "results"];

  assert.deepEqual(words.pairsOf(all, readings, 2).map(formsOf), [['"payment by the results"', '"paymentbytheresults"']]);
  assert.deepEqual(words.pairsOf(all, readings, 0), []);
});

test("the nearest word was meant, not the most used one", () => {
  assert.equal(slips.nearest("leafelts", { leaflets: [1, 1], leaflet: [9, 90], leases: [9, 90] }), "leaflets");
});

test("of words equally near, one of a title was meant rather than one of a text", () => {
  assert.equal(slips.nearest("hosing", { hosting: [0, 90], housing: [3, 5] }), "housing");
});

test("of words equally near in titles, the one that begins most alike was meant", () => {
  assert.equal(slips.nearest("carrs", { carers: [90, 90], carry: [1, 1] }), "carry");
});

test("of words equally near and alike, the one used most was meant", () => {
  assert.equal(slips.nearest("hubz", { hubs: [2, 2], hubb: [7, 7] }), "hubb");
});

test("in a short word one letter may differ, in a long one two, and never three", () => {
  assert.equal(slips.nearest("wigna", { wigan: [1, 1] }), undefined);
  assert.equal(slips.nearest("wigam", { wigan: [1, 1] }), "wigan");
  assert.equal(slips.nearest("rocurmen", { procurement: [1, 1] }), undefined);
  assert.equal(slips.nearest("procurmen", { procurement: [1, 1] }), "procurement");
});

test("a rank is above another by the first number in which they differ", () => {
  assert.equal(slips.isAbove([-1, 0, 9], [-1, 1, 0]), false);
  assert.equal(slips.isAbove([-1, 1, 0], [-1, 0, 9]), true);
  assert.equal(slips.isAbove([1, 2], [1, 2]), false);
});

test("one slip is a letter lost, added or changed, or two that changed places, and two slips are not one", () => {
  for (const typed of ["procurment", "procuurement", "procorement", "rpocurement", "procuremetn"]) {
    assert.equal(slips.isOneSlip(typed, "procurement"), true, typed);
  }
  for (const typed of ["procurmet", "porcuremetn", "procurments"]) assert.equal(slips.isOneSlip(typed, "procurement"), false, typed);
});

test("a slip is mended", async () => {
  assert.deepEqual(await read("procurment", { procurement: [1, 1] }), { forms: ['"procurement"'], meant: "procurement" });
});

test("a word two slips away is offered and not put in its place", async () => {
  assert.deepEqual(await read("zotero", { zero: [1, 1] }), { forms: [], offer: "zero" });
});

test("an English word is never replaced: the nearest is offered, or none where it is two letters away", async () => {
  assert.deepEqual(await read("parole", { parolee: [1, 1] }, { english: ["parole"] }), { forms: [], offer: "parolee" });
  assert.deepEqual(await read("mothers", { others: [9, 9], matters: [9, 9] }, { english: ["mother"] }), { forms: [] });
  assert.deepEqual(await read("prison", { person: [9, 9] }, { english: ["prison"] }), { forms: [] });
});

test("a word that a page has stays, however near another is", async () => {
  assert.deepEqual(await read("stepped", { stepped: [0, 1], steeped: [9, 9] }), { forms: ['"stepped"'] });
});

test("a word is known where a page has another form of it", async () => {
  assert.deepEqual(await read("leaflet", { leaflets: [1, 1] }), { forms: ['"leaflets"'] });
});

test("secondment is not second", async () => {
  assert.deepEqual(await read("secondment", { second: [9, 90], seconds: [1, 1] }, { english: ["secondment"] }), { forms: [] });
});

test("who insists on what was typed gets that or nothing", async () => {
  assert.deepEqual(await read("procurment", { procurement: [1, 1] }, { isExact: true }), { forms: [] });
});

test("a word of the language of scripts is a word like others", async () => {
  assert.deepEqual(await read("constructor", { constructors: [1, 1] }), { forms: ['"constructors"'] });
});

test("while a reader types, the beginning of a word is looked up as one; at the end it is not", async () => {
  const known = { procurement: [1, 1], product: [1, 1] };

  assert.deepEqual(await read("procure", known, { isUnfinished: true }), { forms: ["procure"] });
  assert.deepEqual(await read("produc", known), { forms: ['"product"'], meant: "product" });
  assert.deepEqual(await read("p", known), { forms: [] });
});

test("two letters that changed places at the beginning are mended from the other drawer", async () => {
  const both = lists({ procurement: [1, 1], rent: [1, 1] });

  assert.equal((await slips.reading("rpocurement", HOW, both)).meant, "procurement");
  assert.deepEqual(both.opened, ["r", "p", "p"]);
});

test("a number is looked up as it stands and opens no drawer; a short word and one with digits are not mended", async () => {
  const none = lists({});

  assert.deepEqual((await slips.reading("2019", HOW, none)).forms, [{ term: '"2019"', weight: 1 }]);
  assert.deepEqual(none.opened, []);
  assert.deepEqual(await read("hub", { hubs: [1, 1] }), { forms: ['"hubs"'] });
  assert.deepEqual(await read("hux", { hub: [1, 1] }), { forms: [] });
  assert.deepEqual(await read("covid19", { covid18: [1, 1] }), { forms: [] });
});

test("a question of stop words only is looked up", async () => {
  assert.deepEqual(await read("after", {}), { forms: ['"after"'] });
});

test("a word that is near no other finds nothing and offers nothing", async () => {
  assert.deepEqual(await read("xylophone", { xenial: [1, 1] }), { forms: [] });
});

test("words of digits and other alphabets are in one drawer", () => {
  assert.deepEqual(["l", "2", "é"].map(slips.drawerOf), ["words-l", "words-0", "words-0"]);
});

test("the question is told again with what was meant, and its marks and other words kept", () => {
  assert.equal(words.meantOf("Temporay beds, or hubs?", [["temporay", "temporary"]]), "temporary beds, or hubs?");
});

test("a line tells why it is here where it has a term in any of its forms", () => {
  const term = { text: "evaluation", forms: [{ term: '"evaluation"', weight: 1 }, { term: '"evaluated"', weight: 0.5 }] };

  assert.equal(words.tells("Families were evaluated", [term]), true);
  assert.equal(words.tells("Families were valued", [term]), false);
});

const SHORT = { ehc: ["education, health and care", "EHCP"], ehcp: ["education, health and care plan"], asb: ["anti-social behaviour"] };

test("an abbreviation is asked for in its words too, in the plural as well, and in another short form", () => {
  assert.equal(words.shortOf("ehcps", SHORT), "ehcp");
  assert.equal(words.shortOf("leaflets", SHORT), undefined);
  assert.deepEqual(words.longForms("ehc", SHORT).map(({ term }) => term), [
    '"education health and care"', '"education health and cares"', '"ehcp"',
  ]);
  assert.deepEqual(words.longForms("asb", SHORT).map(({ term }) => term), [
    '"anti social behaviour"', '"anti social behaviours"', '"antisocial behaviour"', '"antisocial behaviours"',
  ]);
});

test("the words of an abbreviation are asked for in its short form too, and words that stand apart are not", () => {
  const all = words.of("Waits for education, health and care plans");
  const shortened = Object.fromEntries([...words.shortened(all, SHORT)].map(([word, shorts]) => [word, [...shorts]]));

  assert.deepEqual(shortened, {
    education: ["ehc", "ehcp"], health: ["ehc", "ehcp"], and: ["ehc", "ehcp"], care: ["ehc", "ehcp"], plans: ["ehcp"],
  });
  assert.equal(words.shortened(words.of("care, health and education"), SHORT).size, 0);
});

test("what is typed in a few capitals is an abbreviation, and a whole word in capitals is not", () => {
  assert.deepEqual([...words.capitals("NEETs and PCNs in LEEDSWIDE hubs, A plan")], ["neets", "pcns"]);
});

test("an abbreviation is no slip of a word and has no form but the plural", async () => {
  assert.deepEqual(await read("neet", { need: [9, 9] }, { isShort: true }), { forms: [] });
  assert.deepEqual(await read("sen", { sens: [1, 1], sense: [9, 9], sending: [9, 9] }, { isShort: true }), { forms: ['"sens"'] });
  assert.deepEqual(await read("send", { sending: [9, 9], send: [1, 1] }, { isShort: true }), { forms: ['"send"'] });
});
