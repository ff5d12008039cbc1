"""Take the two typefaces of the site afresh from their npm packages: Source Sans 3 for text, Source Serif 4 for titles.

Run by hand when a newer version is wanted (`make vendor`); needs npm. Both are under the SIL Open Font License, and are
served from our own site, so that a page looks the same on every computer and asks no other host.
"""

import shutil
from pathlib import Path

from vendor_packages import LICENCES, STATIC, installed

# (package, file in it, name here)
FONTS = [
    ("@fontsource-variable/source-sans-3", "source-sans-3-latin-wght-normal.woff2", "source-sans-3.woff2"),
    ("@fontsource/source-serif-4", "source-serif-4-latin-600-normal.woff2", "source-serif-4.woff2"),
]


def main() -> None:
    """Install the packages into a folder of its own, and copy each font and its licence."""
    with installed() as modules:
        for package, file, name in FONTS:
            shutil.copyfile(modules / package / "files" / file, STATIC / name)
            shutil.copyfile(modules / package / "LICENSE", LICENCES / f"{Path(name).stem}.txt")


if __name__ == "__main__":
    main()
