// Only for the page that a server shows where there is none: it stands at any depth, and does not know at which. It asks for this
// script one step further up each time, and from where the script is found, all else is found.
"use strict";

(() => {
  const own = document.currentScript;
  if (!(own instanceof HTMLScriptElement)) return;
  const root = new URL("..", own.src).href;
  for (const name of ["href", "action"]) {
    for (const one of document.querySelectorAll(`[${name}]`)) {
      const written = one.getAttribute(name) ?? "";
      if (!/^(?:[a-z][a-z0-9+.-]*:|[/#])/i.test(written)) one.setAttribute(name, new URL(written, root).href);
    }
  }
  document.body.dataset.root = root;
})();
