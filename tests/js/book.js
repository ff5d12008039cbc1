// A made-up book of six pages: two lessons, three cases, one guide.

/** Give the data of a facet: each page with its codes. */
export function facet(key, values, held, more = {}) {
  const codes = values.map(([code]) => code);
  const sets = [...new Set(held.map((had) => had.join()))];
  return {
    key,
    title: key,
    folder: "",
    flags: [],
    values,
    sets: sets.map((set) => (set ? set.split(",").map((code) => codes.indexOf(code)) : [])),
    of: held.map((had) => sets.indexOf(had.join())),
    ...more,
  };
}

export const DATA = {
  build: "made-up",
  files: {},
  count: 6,
  chunk: 10,
  ids: "aaaaabbbbbcccccdddddeeeeefffff",
  idWidth: 5,
  twins: {},
  common: 800,
  stopWords: ["the", "of"],
  names: {},
  terms: {},
  columns: [
    { key: "title", title: "Case", isShown: true },
    { key: "place", title: "Place", isShown: true },
    { key: "area", title: "Policy areas", isShown: false },
    { key: "when", title: "When", isShown: true },
    { key: "direction", title: "Direction of effect", isShown: true },
    { key: "level", title: "Strength of evidence", isShown: true },
    { key: "programme", title: "Programme", isShown: false },
  ],
  facets: [
    facet(
      "kind",
      [["lesson", "Lessons", "Lesson"], ["case", "Cases", "Case study"], ["guide", "Guides", "Guide"]],
      [["lesson"], ["lesson"], ["case"], ["case"], ["case"], ["guide"]],
    ),
    facet(
      "area",
      [["hubs", "Family hubs"], ["jobs", "Jobs"]],
      [["hubs"], ["jobs"], ["hubs"], ["hubs", "jobs"], ["jobs"], []],
      { title: "Policy area", folder: "/areas/" },
    ),
    facet("confidence", [["high", "High"], ["low", "Low"]], [["low"], ["high"], [], [], [], []]),
    facet("level", [["3", "3: Causation", "Causation"], ["1", "1: Account", "Account"]], [[], [], ["3"], ["1"], ["3"], []]),
    facet(
      "direction",
      [["tested", "Tested: no benefit on its main outcomes"], ["better", "Better"], ["same", "No clear difference"]],
      [[], [], ["tested", "same"], ["better"], ["better"], []],
      { flags: ["tested"] },
    ),
    facet("place", [["wigan", "Wigan"], ["leeds", "Leeds"]], [[], [], ["wigan"], ["leeds"], ["wigan"], []], {
      title: "Place",
      folder: "/places/",
    }),
    facet("programme", [], [[], [], [], [], [], []]),
  ],
};
