// What a reader marks: kept in the browser or, where it keeps nothing, on the page; and the address that holds it.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { load } from "./load.js";

const ONE = "TLG-C-7KD3";
const OTHER = "TLG-L-2M9X";
const THIRD = "TLG-C-B6B1";
const store = new Map();
const kept = {
  getItem: (key) => store.get(key) ?? null,
  setItem: (key, value) => store.set(key, value),
  removeItem: (key) => store.delete(key),
};
const refused = () => {
  throw new Error("The browser keeps nothing");
};
const told = [];
globalThis.dispatchEvent = (event) => told.push(event.type);

/** @param {object} value */
function browserWith(value) {
  Object.defineProperty(globalThis, "localStorage", { configurable: true, get: typeof value === "function" ? value : () => value });
}

browserWith(kept);
const marks = load("marks");

beforeEach(() => {
  browserWith(kept);
  marks.write([]);
  told.length = 0;
});

test("an address names records once each, in order, in letters of any size", () => {
  assert.deepEqual(marks.sorted(`${OTHER},tlg-c-7kd3, ${OTHER},,${THIRD}`), { ids: [OTHER, ONE, THIRD], odd: [], isCut: false });
});

test("what is no id is told and never taken for one", () => {
  const hostile = "<script>alert(1)</script>";

  assert.deepEqual(marks.sorted(`${ONE},${hostile},TLG-N-0001,../../x,__proto__`), {
    ids: [ONE], odd: [hostile, "TLG-N-0001", "../../x", "__proto__"], isCut: false,
  });
});

test("an address with more than sixty records is cut off and says so", () => {
  const many = Array.from({ length: 61 }, (_, n) => `TLG-C-${String(n).padStart(4, "0")}`);

  const { ids, isCut } = marks.sorted(many.join(","));

  assert.deepEqual([ids.length, ids.at(-1), isCut], [60, "TLG-C-0059", true]);
});

test("a list that goes into an address comes out of it as it was", () => {
  const ids = [THIRD, ONE, OTHER];

  assert.equal(marks.query(ids), "?i=TLG-C-B6B1,TLG-C-7KD3,TLG-L-2M9X");
  assert.deepEqual(marks.sorted(new URLSearchParams(marks.query(ids)).get("i")).ids, ids);
  assert.equal(marks.query([]), "");
});

test("a mark is put and taken back, and the page is told", () => {
  assert.equal(marks.toggle(ONE), "Added to my brief, which holds 1 record.");
  assert.equal(marks.toggle(OTHER), "Added to my brief, which holds 2 records.");
  assert.equal(marks.toggle(ONE), "Removed from my brief, which holds 1 record.");

  assert.deepEqual([marks.read(), store.get("pilotbook-brief")], [[OTHER], OTHER]);
  assert.deepEqual(told, ["markschange", "markschange", "markschange"]);
});

test("where the browser keeps nothing, marks hold on the page, and the reader is told", () => {
  browserWith(refused);

  assert.match(marks.toggle(ONE), /This browser keeps no marks: open the brief before you leave this page\.$/);
  assert.deepEqual([marks.read(), marks.isKept()], [[ONE], false]);
});

test("where the browser lets marks be read and not written, they hold on the page", () => {
  browserWith({ ...kept, setItem: refused });

  marks.toggle(ONE);

  assert.deepEqual([marks.read(), marks.isKept()], [[ONE], false]);
});

test("what another program left in the store is no mark", () => {
  store.set("pilotbook-brief", `"><img src=x>,${ONE}`);

  assert.deepEqual(marks.read(), [ONE]);
});

test("a full brief takes no more", () => {
  marks.write(Array.from({ length: 60 }, (_, n) => `TLG-L-${String(n).padStart(4, "0")}`));

  assert.equal(marks.toggle(ONE), "Your brief is full: it holds 60 records.");
  assert.equal(marks.read().length, 60);
});

test("a record moves by places, and not past the ends", () => {
  assert.deepEqual(marks.moved([ONE, OTHER, THIRD], THIRD, -1), [ONE, THIRD, OTHER]);
  assert.deepEqual(marks.moved([ONE, OTHER, THIRD], ONE, 9), [OTHER, THIRD, ONE]);
  assert.deepEqual(marks.moved([ONE, OTHER, THIRD], ONE, -1), [ONE, OTHER, THIRD]);
});
