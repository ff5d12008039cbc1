// HTML_CodeSniffer, through pa11y, on the addresses given, in one browser; writes {address: [{code, context}]} as JSON.
import pa11y from "pa11y";
import puppeteer from "puppeteer";

const [executablePath, flags, ...addresses] = process.argv.slice(2);
const browser = await puppeteer.launch({ executablePath, args: JSON.parse(flags) });
const found = {};
for (const address of addresses) {
  const options = { browser, standard: "WCAG2AA", runners: ["htmlcs"], viewport: { width: 1280, height: 900 } };
  const { issues } = await pa11y(address, { ...options, timeout: 60_000 });
  found[address] = issues.map(({ code, context }) => ({ code, context }));
}
await browser.close();
process.stdout.write(JSON.stringify(found));
