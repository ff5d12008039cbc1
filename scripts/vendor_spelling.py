"""Make scripts/pilotbook/theme/static/levenshtein.js afresh from the npm package fastest-levenshtein.

Run by hand when a newer version is wanted (`make vendor`); needs npm. The site is built from the file that is there, so a
fresh machine needs Python alone. The package is written for Node; the wrapper gives browsers its `distance`.
"""

import json

from vendor_packages import LICENCES, STATIC, installed

PACKAGE = "fastest-levenshtein"
TARGET = STATIC / "levenshtein.js"
LICENCE = LICENCES / f"{PACKAGE}.md"


def main() -> None:
    """Install the package into a folder of its own, and write the script and its licence."""
    with installed() as modules:
        package = modules / PACKAGE
        told = json.loads((package / "package.json").read_text(encoding="utf-8"))
        head = f"// {told['name']} {told['version']}, {told['license']} licence, from npm. Made by scripts/vendor_spelling.py.\n"
        source = (package / "mod.js").read_text(encoding="utf-8").strip()
        TARGET.write_text(
            f"{head}(function (exports) {{\n{source}\n}})((window.levenshtein = {{}}));\n", encoding="utf-8"
        )
        LICENCE.write_bytes((package / "LICENSE.md").read_bytes())


if __name__ == "__main__":
    main()
