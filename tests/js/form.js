// Check and write records that come in on standard input: {declaration, records}; give {problems, texts} back, one for each.
import { readFileSync } from "node:fs";
import { load } from "./load.js";

load("formpatterns", "formprivate", "formcounts", "formrecord", "formasked", "formunits", "formwithin");
const rules = load("formrules");
const yaml = load("formyaml");
const { declaration, records } = JSON.parse(readFileSync(0, "utf8"));
const problems = records.map((record) => [...rules.problems(record, declaration), ...rules.advice(record, declaration)]);
const texts = records.map((record) => yaml.text(rules.pruned(record), declaration));
process.stdout.write(JSON.stringify({ problems, texts }));
