"""The workflows as programs read them, and their commands run here, with an API of GitHub that is made up."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parent.parent
HOST = ROOT / ".github"

# Stands in for `gh`: writes down what it was asked, and answers from a list, with jq where the command asks for it.
_GH = """\
#!{python}
import json, os, shutil, sys
asked = sys.argv[1:]
with open("asked.jsonl", "a") as log:
    log.write(json.dumps(asked) + "\\n")
for begins, answer in json.load(open("answers.json")):
    if " ".join(asked).find(begins) >= 0:
        if isinstance(answer, int):
            sys.exit(answer)
        if asked[:2] == ["run", "download"]:
            shutil.copytree("kept", asked[asked.index("--dir") + 1], symlinks=True)
        elif "--jq" in asked:
            import jq
            for line in jq.compile(asked[asked.index("--jq") + 1]).input_value(answer).all():
                print(line if isinstance(line, str) else json.dumps(line))
        break
else:
    sys.exit("nobody said what to answer to: " + " ".join(asked))
"""


def workflows() -> dict[str, dict[str, Any]]:
    """Give every workflow by its name, as text: 'on' stays a word."""
    paths = sorted((HOST / "workflows").glob("*.yml"))
    return {path.stem: yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader) for path in paths}


def jobs() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield (workflow, job, what it says) of each job."""
    for name, workflow in workflows().items():
        yield from ((name, job, told) for job, told in workflow["jobs"].items())


def steps() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield (workflow, job, step) of each step."""
    for name, job, told in jobs():
        yield from ((name, job, step) for step in told["steps"])


@dataclass
class Runner:
    """A folder in which the commands of steps are run one after the other."""

    root: Path
    answers: Sequence[tuple[str, Any]] = ()
    env: Mapping[str, str] = field(default_factory=dict)

    def run(self, workflow: str, name: str, **env: str) -> subprocess.CompletedProcess[str]:
        """Run the command of the step `name` as the runner would: bash, ended by the first failure."""
        (step,) = (step for of, _, step in steps() if (of, step.get("name")) == (workflow, name))
        self._set_up()
        told = {
            **os.environ,
            "GITHUB_OUTPUT": str(self.root / "output"),
            "RUNNER_TEMP": str(self.root),
            **self.env,
            **env,
        }
        told["PATH"] = f"{self.root / 'bin'}{os.pathsep}{os.environ['PATH']}"
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
        return subprocess.run(command, cwd=self.root, env=told, capture_output=True, text=True)

    def _set_up(self) -> None:
        (self.root / "bin").mkdir(exist_ok=True)
        self.stub("bin/gh", _GH.format(python=sys.executable))
        (self.root / "answers.json").write_text(json.dumps(list(self.answers)), encoding="utf-8")

    def stub(self, path: str, script: str) -> None:
        """Write a program."""
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(script, encoding="utf-8")
        (self.root / path).chmod(0o755)

    def write(self, path: str, text: str) -> Path:
        """Write a file."""
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, encoding="utf-8")
        return self.root / path

    def read(self, path: str) -> str:
        """Read a file; '' where there is none."""
        return (self.root / path).read_text(encoding="utf-8") if (self.root / path).exists() else ""

    @property
    def asked(self) -> list[list[str]]:
        """Give what was asked of GitHub."""
        return [json.loads(line) for line in self.read("asked.jsonl").splitlines()]

    @property
    def outputs(self) -> dict[str, str]:
        """Give what the steps told the steps after them."""
        return dict(line.split("=", 1) for line in self.read("output").splitlines())
