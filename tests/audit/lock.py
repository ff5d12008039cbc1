"""Make package-lock.json afresh: names, versions and digests, without any address (`make lock`; needs npm)."""

import json
import subprocess
from pathlib import Path

HERE = Path(__file__).parent
LOCK = HERE / "package-lock.json"


def main() -> None:
    """Lock what package.json asks for, and take out the addresses at which packages ask for money."""
    subprocess.run(["npm", "install", "--package-lock-only", "--silent"], cwd=HERE, check=True)
    lock = json.loads(LOCK.read_text("utf-8"))
    for package in lock["packages"].values():
        package.pop("funding", None)
    LOCK.write_text(json.dumps(lock, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
