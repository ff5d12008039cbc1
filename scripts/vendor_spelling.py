"""Make scripts/pilotbook/theme/static/levenshtein.js afresh from the npm package fastest-levenshtein.

Run by hand when a newer version is wanted (`make vendor`); needs npm. The site is built from the file that is there, so a
fresh machine needs Python alone. The package is written for Node; the wrapper gives browsers its `distance`.
"""

import json
import subprocess
import tempfile
from pathlib import Path

PACKAGE, VERSION = "fastest-levenshtein", "1.0.16"
ROOT = Path(__file__).parent.parent
TARGET = ROOT / "scripts" / "pilotbook" / "theme" / "static" / "levenshtein.js"
LICENCE = ROOT / "LICENSES" / f"{PACKAGE}.md"


def main() -> None:
    """Install the package into a folder of its own, and write the script and its licence."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            ["npm", "install", "--silent", "--ignore-scripts", "--no-save", "--prefix", folder, f"{PACKAGE}@{VERSION}"],
            check=True,
        )
        package = Path(folder) / "node_modules" / PACKAGE
        told = json.loads((package / "package.json").read_text(encoding="utf-8"))
        head = f"// {told['name']} {told['version']}, {told['license']} licence, from npm. Made by scripts/vendor_spelling.py.\n"
        source = (package / "mod.js").read_text(encoding="utf-8").strip()
        TARGET.write_text(
            f"{head}(function (exports) {{\n{source}\n}})((window.levenshtein = {{}}));\n", encoding="utf-8"
        )
        LICENCE.write_bytes((package / "LICENSE.md").read_bytes())


if __name__ == "__main__":
    main()
