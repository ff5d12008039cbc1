// ESLint's recommended rules for the scripts of the site and their tests.
import js from "@eslint/js";
import globals from "globals";

const SCRIPTS = "scripts/pilotbook/theme/static/*.js";

export default [
  // It comes from another package as it is.
  { ignores: ["scripts/pilotbook/theme/static/levenshtein.js"] },
  { ...js.configs.recommended, linterOptions: { reportUnusedDisableDirectives: "error" } },
  { files: [SCRIPTS], languageOptions: { sourceType: "script", globals: globals.browser } },
  { files: ["tests/js/*"], languageOptions: { globals: globals.nodeBuiltin } },
];
