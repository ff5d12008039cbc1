// Suggestions under a search box: the answer to the latest question is shown, and no other.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.js";

globalThis.HTMLScriptElement = class {};
globalThis.document = { currentScript: null, querySelector: () => null, querySelectorAll: () => [] };
const suggest = load("suggest");

/** Give questions whose answers come when the test says so, and what was shown. */
function questions() {
  const answers = {};
  const shown = [];
  const look = (question) => new Promise((answer) => (answers[question] = () => answer(`found for ${question}`)));
  return { answers, shown, ...suggest.latestOf(look, (found) => shown.push(found)) };
}

test("what was found is shown", async () => {
  const { ask, answers, shown } = questions();
  const asked = ask("leaf");

  answers.leaf();
  await asked;

  assert.deepEqual(shown, ["found for leaf"]);
});

test("an answer that comes after a later question is not shown", async () => {
  const { ask, answers, shown } = questions();
  const both = [ask("leaf"), ask("leaflets")];

  answers.leaflets();
  answers.leaf();
  await Promise.all(both);

  assert.deepEqual(shown, ["found for leaflets"]);
});

test("an answer that comes after the list was closed does not open it again", async () => {
  const { ask, drop, answers, shown } = questions();
  const asked = ask("leaf");

  drop();
  answers.leaf();
  await asked;

  assert.deepEqual(shown, []);
});

test("what goes wrong is told to the one who asked", async () => {
  const { ask } = suggest.latestOf(() => Promise.reject(new Error("no index")), () => null);

  await assert.rejects(ask("leaf"), /no index/);
});

test("those who hear the page are told how many there are, and how to get at the rest", () => {
  assert.deepEqual([suggest.told(6, 31), suggest.told(2, 2), suggest.told(0, 0)], [
    "6 suggestions, Enter shows all 31 pages", "2 suggestions", "No suggestions",
  ]);
});

test("arrows lead through the list and past its ends back to the box", () => {
  assert.deepEqual([-1, 0, 1].map((current) => suggest.next(current, 2, true)), [0, 1, -1]);
  assert.deepEqual([-1, 1, 0].map((current) => suggest.next(current, 2, false)), [1, 0, -1]);
});
