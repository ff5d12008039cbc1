"""The Nu HTML checker over every page of the site, in one run."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

from audit.findings import Finding


def check(site: Path, modules: Path) -> Iterator[Finding]:
    """Yield each error and warning of the checker; the site is a folder on disk."""
    jar = modules / "vnu-jar" / "build" / "dist" / "vnu.jar"
    command = ["java", "-jar", str(jar), "--skip-non-html", "--format", "json", str(site)]
    said = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=300, check=False).stderr
    for message in json.loads(said)["messages"]:
        page = message["url"].partition(site.as_posix())[2].removesuffix("index.html")
        element = " ".join(message.get("extract", "").split())[:200]
        yield Finding("nu", page, message["message"], element)
