"""Charts as PNG: drawn from the SVG that a page offers beside them, once for a picture."""

from pathlib import Path

from pilotbook.publish.facts import facts_of
from pilotbook.publish.pictures import make_pictures
from pilotbook.publish.site import Site
from pilotbook.publish.store import Store

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8" fill="{}"/></svg>'


def site_of(store: Store, colour: str) -> Site:
    """Give a site of one page, which offers a chart in two forms, a chart as SVG alone, and a PNG that nobody draws."""
    offered = ("charts/bars.svg", "charts/bars.png", "charts/dots.svg", "photo.png")
    html = f"<html><body>{''.join(f'<a href={name!r}>x</a>' for name in offered)}</body></html>"
    files = {name: store.keep(SVG.format(colour).encode()) for name in offered if name.endswith(".svg")}
    return Site(files, {"/": facts_of("/", html)})


def test_the_png_that_a_page_offers_is_drawn_from_the_svg_beside_it_at_twice_its_size(tmp_path: Path) -> None:
    store = Store(tmp_path)

    found = make_pictures(site_of(store, "navy"), store, jobs=1)

    assert list(found) == ["charts/bars.png"]
    drawn = store.file(found["charts/bars.png"])
    assert drawn is not None and drawn.read_bytes()[:24] == b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(
        [0, 0, 0, 16, 0, 0, 0, 16]
    )
    store.close()


def test_a_picture_that_is_the_same_is_drawn_once_and_another_again(tmp_path: Path) -> None:
    store = Store(tmp_path)
    first = make_pictures(site_of(store, "navy"), store, jobs=1)

    assert make_pictures(site_of(store, "navy"), store, jobs=1) == first
    assert store.made == {"picture": 1}
    assert make_pictures(site_of(store, "teal"), store, jobs=1) != first
    assert store.made == {"picture": 2}
    store.close()


def test_a_preview_takes_the_picture_that_it_had(tmp_path: Path) -> None:
    store = Store(tmp_path)

    assert make_pictures(site_of(store, "navy"), store, 1, {"charts/bars.png": "had"}) == {"charts/bars.png": "had"}
    assert store.made == {}
    store.close()
