"""Draw each chart that a page offers as PNG from the SVG beside it: once for a picture, however often its page is made."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from pilotbook.pages.needs import key_of
from pilotbook.publish.code import code_digest
from pilotbook.publish.site import Site
from pilotbook.publish.store import Store

# Drawing one takes half a second, so that two are worth two processes.
_WORTH_IT = 2


def make_pictures(site: Site, store: Store, jobs: int, had: Mapping[str, str] = MappingProxyType({})) -> dict[str, str]:
    """Give the digest of each PNG that a page of the site leads to and whose SVG is there, by its path.

    had: digests by path; what stands here is taken as it is, whatever its chart shows by now.
    """
    offered = {link.lstrip("/") for facts in site.pages.values() for link in facts.links if link.endswith(".png")}
    drawn = {path: site.files[svg] for path in sorted(offered) if (svg := f"{path[:-4]}.svg") in site.files}
    keys = {path: key_of([code_digest(), digest]) for path, digest in drawn.items() if path not in had}
    made = store.kept_files("picture", keys, lambda path: _png(store.file(drawn[path]), path), jobs, _WORTH_IT)
    return {path: made.get(path) or had[path] for path in drawn}


def _png(svg: Path | None, path: str) -> bytes:
    # What draws is large, and its engine leaves threads behind: it is read in the process that draws.
    from pilotbook.charts import rendering

    if svg is None:
        raise FileNotFoundError(f"the chart of {path} was made and is gone")
    return rendering.png(svg.read_text(encoding="utf-8"))
