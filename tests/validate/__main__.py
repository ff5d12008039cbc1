"""Read what a built site gives away by readers that others wrote: `python -m validate _site`, in an environment of its own.

Each check prints a line: 'ok', 'skipped' with the reason, or 'FAILED' with what the reader said. Exit 1 where one failed.
"""

import argparse
import sys
import traceback
from pathlib import Path

from validate import data, pages
from validate.told import Skipped

CHECKS = {
    "data package (frictionless)": data.package,
    "tables (csvw)": data.tables,
    "workbook and database equal to the CSV (sqlite3, zip)": data.gathered,
    "Parquet equal to the CSV (pyarrow)": data.parquet,
    "records against their schema (jsonschema)": data.records,
    "CITATION.cff (check-jsonschema)": data.citation_file,
    "research object (roc-validator)": data.crate,
    "structured data, one block a page (extruct)": pages.structured,
    "typed links (signposting)": pages.links,
    "sitemap and robots.txt": pages.sitemap,
}


def main() -> int:
    """Run every check on the site that is named; give the exit code."""
    parser = argparse.ArgumentParser(prog="python -m validate", description=__doc__.splitlines()[0])
    parser.add_argument("site", type=Path, help="folder of a built site")
    site = parser.parse_args().site.resolve()
    if not (site / "data" / "datapackage.json").is_file():
        print(f"{site} is not a built site: it has no data/datapackage.json. Run 'make site' first.", file=sys.stderr)
        return 2
    failed = 0
    for name, check in CHECKS.items():
        try:
            print(f"ok       {name}: {check(site)}", flush=True)
        except Skipped as reason:
            print(f"skipped  {name}: {reason}", flush=True)
        except AssertionError as error:
            failed += 1
            print(f"FAILED   {name}: {error}", flush=True)
        except Exception:
            # A reader of others may raise anything; the rest is still worth reading.
            failed += 1
            print(f"FAILED   {name}:\n{traceback.format_exc(limit=-3)}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
