// Reckon plans that come in on standard input, and give them back: {sizes: [[kind, one, other, power]], plans: [fields]}.
import { readFileSync } from "node:fs";
import { load } from "./load.js";

const plan = load("plan");
const { sizes = [], plans = [] } = JSON.parse(readFileSync(0, "utf8"));
const told = {
  sizes: sizes.map(([kind, one, other, power]) => (kind === "share" ? plan.ofShares(one, other, power) : plan.ofMeans(one / other, power))),
  plans: plans.map((typed) => {
    const fields = { ...plan.BLANK, ...typed };
    const found = plan.reckon(fields);
    return { found, missing: plan.missing(fields), entry: plan.entry(fields, found), address: plan.written(fields) };
  }),
};
process.stdout.write(JSON.stringify(told));
