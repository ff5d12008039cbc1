// ESLint's recommended rules for the scripts of the site and their tests.
import js from "@eslint/js";
import globals from "globals";

const SCRIPTS = "scripts/pilotbook/theme/static/*.js";

export default [
  // They come from other packages.
  { ignores: ["levenshtein", "english-*"].map((name) => `scripts/pilotbook/theme/static/${name}.js`) },
  { ...js.configs.recommended, linterOptions: { reportUnusedDisableDirectives: "error" } },
  { files: [SCRIPTS], languageOptions: { sourceType: "script", globals: globals.browser } },
  { files: ["tests/js/*"], languageOptions: { globals: globals.nodeBuiltin } },
];
