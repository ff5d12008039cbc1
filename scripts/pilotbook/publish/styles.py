"""The one stylesheet of the site, put together from `theme/styles/`: one file a component, so that each has its place."""

from pathlib import Path

FOLDER = Path(__file__).parents[1] / "theme" / "styles"
ADDRESS = "/_static/pilotbook.css"
# The ground that components stand on comes before them; paper overrides them all.
_FIRST, _LAST = ("tokens", "ground", "page"), ("print",)


def published() -> str:
    """Give the stylesheet as readers get it: without what only its writers read, which is a quarter of what comes over the wire."""
    # A well-kept library: what stands for nothing in CSS is more than meets the eye, as in "calc(1px + 2px)" and in strings.
    import rcssmin

    return str(rcssmin.cssmin(stylesheet()))


def stylesheet() -> str:
    """Give the whole stylesheet: tokens and ground, then the components by name, then print."""
    named = {path.stem: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.css")}
    components = sorted(set(named) - set(_FIRST) - set(_LAST))
    return "\n".join(named[name] for name in (*_FIRST, *components, *_LAST))
