// Load scripts of the site as a page does: one after another into the same global scope.
import { readFileSync } from "node:fs";
import { runInThisContext } from "node:vm";

const STATIC = new URL("../../scripts/pilotbook/theme/static/", import.meta.url);
// What the vendored script hangs itself on.
globalThis.window = globalThis;

/**
 * Run scripts of the site and give what the last of them hands out. Each test file is a process of its own, so it loads a
 * script once.
 */
export function load(...names) {
  for (const name of names) {
    const path = new URL(`${name}.js`, STATIC);
    runInThisContext(readFileSync(path, "utf8"), { filename: path.pathname });
  }
  const global = { panel: "view" }[names.at(-1)] ?? names.at(-1);
  return runInThisContext(global);
}
