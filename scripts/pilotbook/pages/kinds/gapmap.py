"""The gap map as a table whose cells open: cases where somebody measured it, a 'no evidence yet' page where nobody has."""

from collections.abc import Iterator

from pilotbook.casebook import Casebook
from pilotbook.charts import gap_picture
from pilotbook.pages.page import Page
from pilotbook.pages.render import fill
from pilotbook.pages.summaries import by_confidence, case_row, lesson_row, strongest_first
from pilotbook.views.gapmap import Cell, gap_map


def pages(book: Casebook) -> Iterator[Page]:
    """Yield the map, and the page of each cell that can be opened."""
    cells = gap_map(book)
    picture = gap_picture(book)
    yield Page(
        path="/gap-map/",
        title="Evidence gap map",
        description="What has been measured in each policy area, how strongly, and where nobody has published anything.",
        body=fill("gapmap", "/gap-map/", picture=picture, **_map(book, cells)),
        kind="Map",
        is_listed=False,
        charts=(picture,) if picture else (),
    )
    for cell in cells.values():
        if cell.has_page:
            yield _cell_page(book, cell)


def _map(book: Casebook, cells: dict[tuple[str, str], Cell]) -> dict[str, object]:
    areas, domains = book.vocabulary.policy_areas, book.vocabulary.outcome_domains
    return {
        "domains": [(code, domain.label) for code, domain in domains.items()],
        "rows": [
            (code, area.label, [(domains[domain].label, cells[code, domain]) for domain in domains])
            for code, area in areas.items()
        ],
        "gaps": sum(cell.is_gap for cell in cells.values()),
        "sought": sum(cell.is_sought for cell in cells.values()),
        "known": sum(bool(cell.known) for cell in cells.values()),
    }


def _cell_page(book: Casebook, cell: Cell) -> Page:
    area, domain = book.vocabulary.policy_areas[cell.area], book.vocabulary.outcome_domains[cell.domain]
    here = f"/gap-map/{cell.area}/{cell.domain}/"
    in_area = [case_row(book, slug) for slug in book.cases_on(cell.area)]
    body = fill(
        "gapcell",
        here,
        area=area,
        domain=domain,
        cell=cell,
        known=strongest_first([case_row(book, slug) for slug in cell.known]),
        unknown=[case_row(book, slug) for slug in cell.unknown],
        planned=[
            row for row in in_area if row.case.stage in ("announced", "planned", "live") and row.slug not in cell.known
        ],
        lessons=by_confidence([lesson_row(book, slug) for slug in book.lessons_on(cell.area)]),
    )
    title = f"{area.label}: {domain.label.lower()}"
    told = f"{len(cell.known)} with a published finding" if cell.known else "no evidence yet"
    return Page(here, title, f"{title}: {told}.", body, kind="Cell", is_listed=False)
