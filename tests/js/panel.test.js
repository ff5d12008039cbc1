// The address holds what is seen, and Back leads to what was seen before.
/* global location */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { DATA } from "./book.js";
import { load } from "./load.js";

const steps = [];
globalThis.location = { pathname: "/search/", search: "" };
globalThis.history = Object.fromEntries(
  ["pushState", "replaceState"].map((name) => [name, (_state, _title, url) => steps.push([name, url])]),
);
globalThis.dispatchEvent = (event) => steps.push(["told", event.type]);

const narrow = load("forms", "words", "narrow");
const view = load("dom", "panel");

beforeEach(() => {
  steps.length = 0;
  location.search = "?q=hubs";
});

test("a step that a reader takes can be gone back over, and the page is told", () => {
  view.go((wanted) => wanted.append("area", "jobs"));

  assert.deepEqual(steps, [["pushState", "?q=hubs&area=jobs"], ["told", "viewchange"]]);
});

test("a key typed within a word takes the place of the one before", () => {
  view.go((wanted) => wanted.set("q", "hubs f"), { isStep: false });

  assert.deepEqual(steps[0], ["replaceState", "?q=hubs+f"]);
});

test("an address without a question is the page itself", () => {
  view.go((wanted) => wanted.delete("q"));

  assert.deepEqual(steps[0], ["pushState", "/search/"]);
});

test("the address chooses values of facets, and one that no page has is passed over", () => {
  location.search = "?area=jobs&area=nonsense&level=3&colour=red&place=nowhere";

  assert.deepEqual(view.chosenOf(narrow.opened(DATA).facets), { area: ["jobs"], level: ["3"] });
});
