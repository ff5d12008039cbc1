// What a reader types: its words, and the words that were meant.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.js";

const words = load("levenshtein", "words");
const STOPS = new Set(["the", "of", "what", "did", "do", "after", "all"]);

/** Give a drawer of words by letter, and write down which were opened. */
function drawers(all) {
  const opened = [];
  const drawer = async (letter) => {
    opened.push(letter);
    return Object.fromEntries(Object.entries(all).filter(([word]) => word.startsWith(letter)));
  };
  return { drawer, opened };
}

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

test("words in quotation marks are one phrase, an open mark is none", () => {
  assert.deepEqual(words.split('savings "family hubs" in "Leeds'), { phrases: ['"family hubs"'], rest: 'savings   in "Leeds' });
});

test("words side by side are pairs, mended, with no stop word between them", () => {
  const all = ["temporay", "accomodation", "of", "families"];
  const typed = ["temporay", "accomodation", "families"];
  const meant = ["temporary", "accommodation", "families"];

  assert.deepEqual(words.pairsOf(all, typed, meant), ["temporary accommodation"]);
});

test("the nearest word was meant, not the most used one", () => {
  assert.equal(words.nearest("leafelts", { leaflets: [1, 1], leaflet: [9, 90], leases: [9, 90] }), "leaflets");
});

test("of words equally near, one of a title was meant rather than one of a text", () => {
  assert.equal(words.nearest("hosing", { hosting: [0, 90], housing: [3, 5] }), "housing");
});

test("of words equally near in titles, the one that begins most alike was meant", () => {
  assert.equal(words.nearest("carrs", { carers: [90, 90], carry: [1, 1] }), "carry");
});

test("of words equally near and alike, the one used most was meant", () => {
  assert.equal(words.nearest("hubz", { hubs: [2, 2], hubb: [7, 7] }), "hubb");
});

test("in a short word one letter may differ, in a long one two, and never three", () => {
  assert.equal(words.nearest("wigna", { wigan: [1, 1] }), undefined);
  assert.equal(words.nearest("wigam", { wigan: [1, 1] }), "wigan");
  assert.equal(words.nearest("rocurmen", { procurement: [1, 1] }), undefined);
  assert.equal(words.nearest("procurmen", { procurement: [1, 1] }), "procurement");
});

test("a rank is above another by the first number in which they differ", () => {
  assert.equal(words.isAbove([-1, 0, 9], [-1, 1, 0]), false);
  assert.equal(words.isAbove([-1, 1, 0], [-1, 0, 9]), true);
  assert.equal(words.isAbove([1, 2], [1, 2]), false);
});

test("a slip is mended", async () => {
  assert.equal(await words.mended("procurment", false, drawers({ procurement: [1, 1] }).drawer), "procurement");
});

test("a word that a page has stays, however near another is", async () => {
  const { drawer } = drawers({ stepped: [0, 1], steps: [9, 9] });

  assert.equal(await words.mended("stepped", false, drawer), "stepped");
});

test("a word of the language of scripts is a word like others", async () => {
  assert.equal(await words.mended("constructor", false, drawers({ constructors: [1, 1] }).drawer), "constructors");
});

test("while a reader types, the beginning of a word stays; at the end it is mended", async () => {
  const { drawer } = drawers({ procurement: [1, 1], product: [1, 1] });

  assert.equal(await words.mended("procure", true, drawer), "procure");
  assert.equal(await words.mended("produc", false, drawer), "product");
});

test("two letters that changed places at the beginning are mended from the other drawer", async () => {
  const { drawer, opened } = drawers({ procurement: [1, 1], rent: [1, 1] });

  assert.equal(await words.mended("rpocurement", false, drawer), "procurement");
  assert.deepEqual(opened, ["r", "p"]);
});

test("short words and words with digits are not mended, and open no drawer", async () => {
  const { drawer, opened } = drawers({ hubs: [1, 1] });

  assert.deepEqual(await Promise.all(["hub", "2019", "covid19"].map((word) => words.mended(word, false, drawer))), [
    "hub", "2019", "covid19",
  ]);
  assert.deepEqual(opened, []);
});

test("a word that is near no other stays as it was typed", async () => {
  assert.equal(await words.mended("xylophone", false, drawers({ xenial: [1, 1] }).drawer), "xylophone");
});

test("words of digits and other alphabets are in one drawer", () => {
  assert.deepEqual(["l", "2", "é"].map(words.drawerOf), ["words-l", "words-0", "words-0"]);
});

test("the question is told again with what was meant, and its marks and other words kept", () => {
  assert.equal(words.meantOf("Temporay beds, or hubs?", [["temporay", "temporary"]]), "temporary beds, or hubs?");
});

test("a line tells why it is here where it has a term in any form", () => {
  assert.equal(words.tells("Families were evaluated", ["evaluation"]), true);
  assert.equal(words.tells("Families were visited", ["evaluation"]), false);
});
