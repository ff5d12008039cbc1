// Small helps for readers; every page works without them.
"use strict";

// "/" puts the cursor into the search box, as on many reference sites.
document.addEventListener("keydown", (event) => {
  const { target } = event;
  const typing = target instanceof HTMLElement && (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.isContentEditable);
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  const box = document.querySelector("main input[type=search]") ?? document.getElementById("site-search-box");
  if (!(box instanceof HTMLInputElement)) return;
  box.focus();
  box.select();
});

// Opened from a folder on disk, an address that ends in "/" would list the folder: name its page.
if (location.protocol === "file:") {
  for (const link of document.querySelectorAll("a[href], form[action]")) {
    const name = link.tagName === "FORM" ? "action" : "href";
    const [path, rest] = (link.getAttribute(name) ?? "").split(/(?=[?#])/, 2);
    const inside = path && !/^[a-z]+:/i.test(path);
    if (inside && (path.endsWith("/") || path === "." || path === "..")) {
      link.setAttribute(name, path.replace(/\/?$/, "/index.html") + (rest ?? ""));
    }
  }
}

// What is folded opens where an address or a link leads into it; some browsers do so by themselves, and some do not.
function openTarget() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  let isFolded = false;
  for (let fold = target.closest("details"); fold; fold = fold.parentElement?.closest("details") ?? null) {
    isFolded ||= !fold.open;
    fold.open = true;
  }
  if (isFolded) target.scrollIntoView();
}
addEventListener("hashchange", openTarget);
openTarget();

// Copy a line, such as a citation. Where a browser may not copy, the line is marked, so that its own keys copy it.
for (const button of document.querySelectorAll("button[data-copy]")) {
  const line = document.getElementById(button.getAttribute("data-copy") ?? "");
  const said = button.parentElement?.querySelector("[role=status]");
  if (!line || !said) continue;
  button.removeAttribute("hidden");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(line.textContent ?? "");
      said.textContent = "Copied.";
    } catch {
      getSelection()?.selectAllChildren(line);
      said.textContent = "Press the keys for copying: the line is marked.";
    }
  });
}

/** @type {Promise<Window["vegaEmbed"]> | undefined} */
let vega;
// The policy of our pages runs no text as code and takes no styles that a script writes: Vega reads its expressions by its own
// interpreter, and the styles of a chart are ours.
const HOW = { actions: false, ast: true, defaultStyle: false, renderer: "svg", tooltip: { disableDefaultStyle: true } };

/** A chart can be explored where a reader asks for it: Vega comes from our own site, only then, and only once. */
function loadVega() {
  vega ??= new Promise((loaded, failed) => {
    const script = document.createElement("script");
    script.src = `${document.body.dataset.root}_static/%%VEGA%%`;
    script.onload = () => loaded(window.vegaEmbed);
    script.onerror = failed;
    document.head.append(script);
  });
  return vega;
}

/**
 * Offer a chart for exploring.
 * @param {HTMLElement} spec
 */
function offerChart(spec) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button";
  button.textContent = "Explore this chart";
  const place = document.createElement("div");
  place.className = "chart-picture chart-scrolls";
  place.hidden = true;
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      const embed = await loadVega();
      place.hidden = false;
      await embed(place, JSON.parse(spec.textContent ?? ""), HOW);
      place.setAttribute("role", "group");
      // It scrolls sideways on a phone.
      place.tabIndex = 0;
      place.setAttribute("aria-label", `Chart to explore: ${spec.dataset.chart}`);
      button.remove();
    } catch {
      place.hidden = true;
      button.textContent = "The chart could not be loaded; the picture and table above hold the same";
    }
  });
  spec.after(button, place);
}

for (const spec of document.querySelectorAll("script.chart-spec")) {
  if (spec instanceof HTMLElement) offerChart(spec);
}
