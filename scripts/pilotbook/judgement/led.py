"""Who led a pilot, and what of theirs a reader can open: the way in to the people who know."""

from collections.abc import Collection, Iterator
from urllib.parse import urlsplit

from pilotbook.record.case import Case, Partner
from pilotbook.text.folding import folded

# Where strangers put up copies: an address there leads to nobody who can be asked.
_COPIES = frozenset(
    (
        *("docplayer", "docslib", "dokumen", "fdocuments", "paperzz", "pdfslide", "readkong", "scribd"),
        *("slidelegend", "slideplayer", "slideserve", "slideshare", "vdocument", "vdocuments", "zbook"),
    )
)


def led_by(case: Case, gone: Collection[str]) -> tuple[tuple[str, str, str], ...]:
    """Give the label and name of each partner that led it, and the address of what it published of it last, or ''.

    Only a source of the record that names the partner alone as its publisher counts, and none of `gone`, which nobody can open.
    """
    leaders = (partner for partner in case.partners if "lead" in partner.roles)
    return tuple((each.id, each.name, max(_published(case, each, gone), default=("", ""))[1]) for each in leaders)


def _published(case: Case, partner: Partner, gone: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield the day, ISO and as exact as known, and the address of each source that a partner published itself."""
    for source in case.sources:
        if isinstance(source.url, str) and source.id not in gone and folded(source.publisher) == folded(partner.name):
            host = (urlsplit(source.url).hostname or "").split(".")
            if _COPIES.isdisjoint(host):
                yield source.published if isinstance(source.published, str) else "", source.url
