// Split texts into words as the search page does. Reads {stopWords, texts} from the standard input, and writes for each text
// [all its words, the words that tell]. tests/test_scripts.py compares them with what the build makes of the same texts.
import { readFileSync } from "node:fs";
import { load } from "./load.js";

const words = load("words");
const { stopWords, texts } = JSON.parse(readFileSync(0, "utf8"));
const stops = new Set(stopWords);
const split = (text) => [words.of(text), words.telling(words.of(text), stops)];
process.stdout.write(JSON.stringify(texts.map(split)));
