"""A made page before it is set into the shell."""

from dataclasses import dataclass

from markupsafe import Markup

from pilotbook.charts.chart import Chart
from pilotbook.charts.poster import Poster
from pilotbook.charts.record_chart import RecordChart


@dataclass(frozen=True)
class Page:
    """A page of the site.

    path: its address from the root, '/cases/x/'. body: the HTML between header and footer.
    record: the id of the case or lesson that it shows, for the manifest. is_listed: whether search should find it.
    charts: the charts on it, whose downloads stand in the folder `charts/` below its address.
    poster: what its picture shows where its address is shared; pages without one show the book's.
    """

    path: str
    title: str
    description: str
    body: Markup
    kind: str
    record: str | None = None
    is_listed: bool = True
    charts: tuple[Chart | RecordChart, ...] = ()
    poster: Poster | None = None
    head: Markup = Markup("")  # noqa: RUF009 - Markup is immutable text
