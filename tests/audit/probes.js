// Questions to an open page that no checker of others asks well. Each gives a list of [rule, element].
"use strict";

globalThis.probes = (() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const told = (element) => `${element.cloneNode(false).outerHTML} ${element.textContent.trim()}`.replace(/\s+/g, " ").slice(0, 200);
  const isShown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  // Text for screen readers only is cut off on purpose; drawings keep the letters that they were drawn with.
  const isSetAside = (element) => element.closest("svg, script, style, noscript, option") || isForReadersOnly(element);

  function isForReadersOnly(element) {
    for (let at = element; at && at !== document.body; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.position === "absolute" && style.clipPath === "inset(50%)") return true;
      // A link that skips to the content waits above the page.
      if (style.position === "absolute" && at.getBoundingClientRect().bottom + scrollY <= 0) return true;
    }
    return false;
  }

  function texts(root = document.body) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (node.data.trim() && isShown(node.parentElement) && !isSetAside(node.parentElement)) found.push(node);
    }
    return found;
  }

  // The boxes of a text's lines, as far as no scrolling box around it hides them.
  function lines(node) {
    const range = document.createRange();
    range.selectNodeContents(node);
    let boxes = [...range.getClientRects()].map(({ left, top, right, bottom }) => ({ left, top, right, bottom }));
    for (let at = node.parentElement; at && at !== document.body; at = at.parentElement) {
      if (getComputedStyle(at).overflow === "visible") continue;
      const frame = at.getBoundingClientRect();
      boxes = boxes.map((box) => ({
        left: Math.max(box.left, frame.left), right: Math.min(box.right, frame.right),
        top: Math.max(box.top, frame.top), bottom: Math.min(box.bottom, frame.bottom),
      }));
    }
    return boxes.filter((box) => box.right - box.left > 1 && box.bottom - box.top > 1);
  }

  // WCAG 1.4.12: with wider spacing no text is cut off, runs off the side or lies on other text.
  function spacing() {
    // No element: the policy of the page takes none.
    const wide = new CSSStyleSheet();
    wide.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
      p { margin-bottom: 2em !important }`);
    document.adoptedStyleSheets.push(wide);
    const found = [...cutOff(), ...overlaps()];
    const page = document.documentElement;
    if (page.scrollWidth > page.clientWidth) found.push(["text-spacing-scrolls", `${page.scrollWidth - page.clientWidth} pixels too wide`]);
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== wide);
    return found;
  }

  function cutOff() {
    const boxes = new Set();
    for (const node of texts()) {
      for (let at = node.parentElement; at && at !== document.body; at = at.parentElement) {
        const { overflowX, overflowY } = getComputedStyle(at);
        const hides = (way) => way === "hidden" || way === "clip";
        if (hides(overflowX) && at.scrollWidth > at.clientWidth + 1) boxes.add(at);
        if (hides(overflowY) && at.scrollHeight > at.clientHeight + 1) boxes.add(at);
      }
    }
    return [...boxes].map((box) => ["text-spacing-cut-off", told(box)]);
  }

  function overlaps() {
    const placed = texts().flatMap((node) => lines(node).map((box) => ({ ...box, node }))).sort((a, b) => a.top - b.top);
    const found = [];
    placed.forEach((one, index) => {
      for (const other of placed.slice(index + 1)) {
        if (other.top > one.bottom - 3) break;
        const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
        const down = Math.min(one.bottom, other.bottom) - other.top;
        if (one.node !== other.node && across > 3 && down > 3)
          found.push(["text-spacing-overlaps", `${told(one.node.parentElement)} and ${told(other.node.parentElement)}`.slice(0, 200)]);
      }
    });
    return found;
  }

  // WCAG 2.5.8: a target is 24 pixels each way, or stands in a line of text, or has room of that size around it.
  function targets() {
    const SIZE = 24;
    const selector = "a[href], button, input, select, textarea, summary, [role=button], [role=option]";
    const found = all(selector).filter((element) => isShown(element) && !isForReadersOnly(element))
      .map((element) => ({ element, box: pressable(element) })).filter(({ box }) => box.width && box.height);
    const isSmall = ({ box }) => box.width < SIZE - 0.5 || box.height < SIZE - 0.5;
    const middle = ({ box }) => [box.left + box.width / 2, box.top + box.height / 2];
    const away = ([x, y], { box }) => Math.hypot(
      Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom));
    const isCrowded = (one) => found.some((other) => {
      if (other === one || other.element.contains(one.element) || one.element.contains(other.element)) return false;
      const [x, y] = middle(one), [u, v] = middle(other);
      return away([x, y], other) < SIZE / 2 - 0.5 || (isSmall(other) && Math.hypot(x - u, y - v) < SIZE - 0.5);
    });
    return found.filter((target) => isSmall(target) && !isInLine(target.element) && isCrowded(target))
      .map(({ element, box }) => ["target-size", `${told(element)} (${Math.round(box.width)} by ${Math.round(box.height)})`]);
  }

  // The label of a box or a button for a choice can be pressed too.
  function pressable(element) {
    const own = element.getBoundingClientRect();
    const label = element.closest("label") ?? (element.labels ?? [])[0];
    if (!label || !/^(checkbox|radio)$/.test(element.type)) return own;
    const other = label.getBoundingClientRect();
    const left = Math.min(own.left, other.left), top = Math.min(own.top, other.top);
    return new DOMRect(left, top, Math.max(own.right, other.right) - left, Math.max(own.bottom, other.bottom) - top);
  }

  // In a line of text: words that are no target themselves stand beside it in the same block.
  function isInLine(element) {
    const isInline = (each) => getComputedStyle(each).display.startsWith("inline");
    if (!isInline(element)) return false;
    const blockOf = (each) => (isInline(each) ? blockOf(each.parentElement) : each);
    const block = blockOf(element);
    return texts(block).some((node) => /\p{L}{2}/u.test(node.data) && blockOf(node.parentElement) === block && !node.parentElement.closest("a, button"));
  }

  // Who asks for less motion gets none.
  function motion() {
    const isLong = (times) => times.split(",").some((time) => parseFloat(time) > 0.01);
    const moves = (style) => (style.animationName !== "none" && isLong(style.animationDuration)) || isLong(style.transitionDuration);
    const found = all("*").filter((element) => moves(getComputedStyle(element))).map((element) => ["motion", told(element)]);
    const glides = all("*").filter((element) => getComputedStyle(element).scrollBehavior === "smooth");
    return [...found, ...glides.map((element) => ["smooth-scrolling", told(element)])];
  }

  function headings() {
    const levels = all("h1, h2, h3, h4, h5, h6").filter(isShown);
    const firsts = levels.filter((heading) => heading.tagName === "H1");
    const found = firsts.length === 1 ? [] : [["one-h1", `${firsts.length} on the page`]];
    levels.forEach((heading, index) => {
      const before = index ? Number(levels[index - 1].tagName[1]) : 0;
      if (Number(heading.tagName[1]) > before + 1) found.push(["heading-skips", told(heading)]);
    });
    return found;
  }

  function landmarks() {
    const roles = { HEADER: "banner", FOOTER: "contentinfo", MAIN: "main", NAV: "navigation", ASIDE: "complementary", SECTION: "region", FORM: "form" };
    const isNested = (element) => element.parentElement.closest("article, aside, main, nav, section");
    const name = (element) => (element.getAttribute("aria-label")
      ?? (element.getAttribute("aria-labelledby") ?? "").split(/\s+/).map((id) => document.getElementById(id)?.textContent ?? "").join(" ")).replace(/\s+/g, " ").trim();
    const found = all("header, footer, main, nav, aside, section, form, [role=search], [role=region]").filter(isShown)
      .map((element) => ({ element, role: element.getAttribute("role") ?? roles[element.tagName], name: name(element) }))
      .filter(({ element, role, name }) => !(/^(region|form)$/.test(role) && !name) && !(/^(banner|contentinfo)$/.test(role) && isNested(element)));
    const once = ["banner", "main", "contentinfo"].filter((role) => found.filter((each) => each.role === role).length !== 1)
      .map((role) => [`one-${role}`, `${found.filter((each) => each.role === role).length} on the page`]);
    const same = found.filter((one) => found.some((other) => other !== one && other.role === one.role && other.name === one.name));
    return [...once, ...same.map(({ element, role, name }) => ["landmark-named-once", `${role} “${name}”: ${told(element)}`.slice(0, 200)])];
  }

  return { spacing, targets, motion, headings, landmarks };
})();
