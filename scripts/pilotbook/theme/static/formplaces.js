// Facts one after another are often of one source and one place in it: a button takes over what the one above says.
/* global dom */
/* exported formPlaces */
"use strict";

const formPlaces = (() => {
  /** @typedef {{ node: HTMLElement, source: FormAsked, locator: FormAsked }} Place */
  /** @type {Place[]} */
  let all = [];

  /** Forget every place: the form is built anew. */
  const begin = () => void (all = []);

  /**
   * Give the nearest place above that is filled in, and is not put away.
   * @param {Place} own
   */
  function above(own) {
    /** @type {Place | undefined} */
    let nearest;
    for (const other of all) {
      const isAbove = other.node.isConnected && (own.node.compareDocumentPosition(other.node) & Node.DOCUMENT_POSITION_PRECEDING) !== 0;
      if (!isAbove || other.locator.isBlank() || !other.source.value() || other.node.closest("[hidden]")) continue;
      const isNearer = !nearest || (nearest.node.compareDocumentPosition(other.node) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
      if (isNearer) nearest = other;
    }
    return nearest;
  }

  /**
   * Offer it below the place that is asked for, until a place is told.
   * @param {FormAsked} source
   * @param {FormAsked} locator
   * @param {FormContext} context
   */
  function offer(source, locator, context) {
    const button = dom.element("button", "", { type: "button", class: "button form-small form-same", hidden: "" });
    const own = { node: locator.node, source, locator };
    all.push(own);
    const again = () => {
      const found = locator.isBlank() ? above(own) : undefined;
      button.hidden = !found;
      if (found) button.textContent = `Same as above: ${[found.source.value()].flat().join(", ")}, ${found.locator.value()}`;
    };
    button.addEventListener("click", () => {
      const found = above(own);
      if (!found) return;
      source.take?.(found.source.value());
      locator.take?.(found.locator.value());
      context.changed();
      locator.first().focus();
    });
    locator.node.append(button);
    context.follow(button, again);
  }

  return { begin, offer };
})();
