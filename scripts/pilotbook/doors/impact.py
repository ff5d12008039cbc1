"""What the records of the work tree change, told for people or as data."""

import json
import sys
from dataclasses import asdict

import click

from pilotbook.doors.checking import ENVIRONMENT, REFUSED, USAGE
from pilotbook.publish import disk
from pilotbook.publish.compared import compared
from pilotbook.publish.revision import NoRevision, Unread
from pilotbook.text.told import as_markdown, as_text
from pilotbook.views.impact_words import sections

# A comment holds some 65,000 signs, and other words stand beside these.
MOST = 60_000


def impact(revision: str, style: str) -> None:
    """Print what changes since the work tree and a revision went apart. Exits with 1 where a record does not pass."""
    try:
        found = compared(disk.find_root(), revision)
    except (disk.NotAProject, NoRevision) as error:
        click.echo(str(error), err=True)
        sys.exit(USAGE)
    except (Unread, OSError) as error:
        click.echo(str(error), err=True)
        sys.exit(ENVIRONMENT)
    if style == "json":
        click.echo(json.dumps(asdict(found), indent=1, ensure_ascii=False, default=str))
    elif style == "markdown":
        click.echo(as_markdown(sections(found), MOST, "run pilotbook impact to read them"), nl=False)
    else:
        click.echo(as_text(sections(found)), nl=False)
    if found.refused:
        sys.exit(REFUSED)
