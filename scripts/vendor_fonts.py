"""Take the two typefaces of the site afresh from their npm packages: Source Sans 3 for text, Source Serif 4 for titles.

Run by hand when a newer version is wanted (`make vendor`); needs npm. Both are under the SIL Open Font License, and are
served from our own site, so that a page looks the same on every computer and asks no other host.
"""

import shutil
import subprocess
import tempfile
from pathlib import Path

# (package, version, file in it, name here)
FONTS = [
    ("@fontsource-variable/source-sans-3", "5.3.1", "source-sans-3-latin-wght-normal.woff2", "source-sans-3.woff2"),
    ("@fontsource/source-serif-4", "5.3.1", "source-serif-4-latin-600-normal.woff2", "source-serif-4.woff2"),
]
ROOT = Path(__file__).parent.parent
STATIC = ROOT / "scripts" / "pilotbook" / "theme" / "static"


def main() -> None:
    """Install the packages into a folder of its own, and copy each font and its licence."""
    with tempfile.TemporaryDirectory() as folder:
        wanted = [f"{package}@{version}" for package, version, _, _ in FONTS]
        subprocess.run(
            ["npm", "install", "--silent", "--ignore-scripts", "--no-save", "--prefix", folder, *wanted], check=True
        )
        for package, _, file, name in FONTS:
            installed = Path(folder) / "node_modules" / package
            shutil.copyfile(installed / "files" / file, STATIC / name)
            shutil.copyfile(installed / "LICENSE", ROOT / "LICENSES" / f"{Path(name).stem}.txt")


if __name__ == "__main__":
    main()
