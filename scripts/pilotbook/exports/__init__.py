"""The casebook as files that others can use: one CSV a table, everything as JSON."""

import io
import json
from csv import writer

from pilotbook.casebook import Casebook
from pilotbook.text.spreadsheet import safe_cell
from pilotbook.views.tables import Table


def csv(table: Table) -> str:
    """Give a table as CSV (RFC 4180): text cells that a spreadsheet would run get a leading apostrophe, numbers do not."""
    out = io.StringIO()
    lines = writer(out, lineterminator="\r\n")
    lines.writerow(table.frame.columns)
    lines.writerows(map(safe_cell, record) for record in table.frame.itertuples(index=False, name=None))
    return out.getvalue()


def casebook_json(book: Casebook) -> str:
    """Give every record with its rating as JSON, as the files have it; keys sorted so that equal books are equal bytes."""
    cases = [
        {
            **case.model_dump(mode="json", exclude_none=True),
            "slug": slug,
            "computed": {
                "evidence_level": book.ratings[slug].level,
                "direction": book.directions[slug][0],
                "direction_is_claimed": book.directions[slug][1],
                "tested_no_benefit": book.ratings[slug].tested_no_benefit,
                "outcomes": {key: rating.sms for key, rating in book.ratings[slug].outcomes.items()},
            },
        }
        for slug, case in book.cases.items()
    ]
    lessons = [
        {**lesson.model_dump(mode="json", exclude_none=True), "slug": slug} for slug, lesson in book.lessons.items()
    ]
    whole = {
        "licence": "CC-BY-4.0",
        "cases": cases,
        "lessons": lessons,
        "vocabulary": book.vocabulary.model_dump(mode="json", exclude_none=True),
    }
    return json.dumps(whole, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
