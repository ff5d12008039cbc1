"""What a change of records does to the book: told right, in plain words, and with nothing in it that reaches anybody."""

import json
import os
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from books import OUTCOME
from click.testing import CliRunner, Result
from madeup import CASE
from markdown_it import MarkdownIt
from pilotbook.doors.cli import main
from pilotbook.doors.impact import MOST
from pilotbook.pages.kinds import area, case, lesson
from pilotbook.publish import run
from pilotbook.text.told import Bare, Said, Section, as_markdown, as_text, is_safe
from pilotbook.views.impact import Impact, PageChange
from pilotbook.views.impact_words import sections

TINY = Path(__file__).parent / "tiny"
VISITS, LETTERS, ADVICE = (
    f"case_studies/{name}.yml"
    for name in ("madeup-town-doorstep-visits", "madeup-vale-hub-letters", "madeup-town-rent-advice")
)
NEWTOWN = "  newtown: {label: Newtown, kind: made-up town, region: Madeup Shire}\n"
CALL_ON = "case_studies/lessons/call-on-families.yml"
NEW = "case_studies/my-case.yml"


class Book:
    """A made-up book under git, with its first commit on main and the work tree on a branch of its own."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def git(self, *arguments: str) -> str:
        who = {
            f"GIT_{role}_{what}": "made@up.example" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
        }
        around = {**who, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "PATH": os.environ["PATH"]}
        done = subprocess.run(["git", "-C", str(self.root), *arguments], env=around, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def commit(self, words: str = "made up") -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", words)

    def change(self, path: str, old: str, new: str) -> None:
        file = self.root / path
        text = file.read_text(encoding="utf-8")
        assert old in text, old
        file.write_text(text.replace(old, new), encoding="utf-8")

    def add(self, path: str = NEW, **fields: object) -> None:
        """Write a new case that supports a lesson by an outcome with a finding."""
        bears = {"lesson": "TLG-L-MAD1", "relation": "supports", "because": "More came.", "evidence": ["O1"]}
        told = {
            **CASE,
            "id": "TLG-C-MAD8",
            "title": "My made-up case",
            "outcomes": [OUTCOME],
            "lessons": [bears],
            **fields,
        }
        # By way of JSON nothing stands in two places, so that no anchor is written.
        (self.root / path).write_text(yaml.safe_dump(json.loads(json.dumps(told)), sort_keys=False), encoding="utf-8")

    def impact(self, *arguments: str) -> Result:
        result = CliRunner().invoke(main, ["impact", *(arguments or ("main",))])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    def told(self, revision: str = "main") -> str:
        result = self.impact(revision)
        assert result.exit_code == 0, result.stdout + result.stderr
        return result.stdout


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("impact") / "book"
    shutil.copytree(TINY, root)
    book = Book(root)
    book.git("init", "--quiet", "--initial-branch=main")
    book.commit()
    book.git("checkout", "--quiet", "-b", "mine")
    return root


@pytest.fixture
def book(kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Book:
    root = Path(shutil.copytree(kept, tmp_path / "book"))
    monkeypatch.chdir(root)
    return Book(root)


def lines(told: str, heading: str) -> list[str]:
    """Give the lines of one section, without their marks."""
    _, _, rest = f"\n{told}".partition(f"\n{heading}:\n")
    return [line.strip().removeprefix("- ") for line in rest.partition("\n\n")[0].splitlines()]


# What changes.


def test_a_new_case_is_told_first_in_plain_words(book: Book) -> None:
    book.add()

    told = book.told()

    base = book.git("rev-parse", "main")[:10]
    assert told.startswith(f"Compared with {base}: 1 record new; 1 lesson moved; ")
    assert "The book would hold 4 cases and 2 lessons (3 and 2 before).\n" in told
    assert lines(told, "Records") == [
        "Your case 'My made-up case' (TLG-C-MAD8) is new. It brings 1 outcome (1 with a finding) and 1 source.",
        "Its page: cases/my-case/",
        "How complete: some questions answered, 2 of 7 questions.",
        "Level: not yet rated; with what was not read it could stand from 0 to 1.",
        "Direction of effect: better (not rated).",
        "Still open: what was done, when it began, what it cost, what did not work and who gained less or was not reached.",
    ]


def test_a_lesson_tells_what_it_rests_on_and_what_holds_its_confidence(book: Book) -> None:
    book.add()

    assert lines(book.told(), "Lessons whose evidence moves") == [
        "The lesson 'Call on made-up families' (TLG-L-MAD1) now rests on 3 cases in 2 places (2 cases in 2 places before).",
        "Entries for it 2 (1 before), against it 1, with conditions 0.",
        "Entry added: 'My made-up case' supports it.",
        "Its confidence stays low, because a case contradicts it and it rests on one place: the rules allow no more.",
    ]


def test_counts_of_the_map_and_of_approaches_and_areas_move(book: Book) -> None:
    book.add(approaches=["made-up-letters"])

    told = book.told()

    assert lines(told, "Gap map") == ["'Made-up hubs' by 'Made-up reach': 3 cases with a finding (2 before)."]
    assert lines(told, "Approaches and policy areas") == [
        "Approach 'Made-up letters': 3 cases (2 before), 3 outcomes with a finding (2 before).",
        "Policy area 'Made-up hubs': 3 cases (2 before), 3 outcomes with a finding (2 before).",
    ]


def test_a_cell_fills_and_empties(book: Book) -> None:
    book.add(outcomes=[{**OUTCOME, "domain": "public-money"}])
    filled = book.told()
    book.commit()
    (book.root / NEW).unlink()
    emptied = book.told("HEAD")

    fills = "'Made-up hubs' by 'Made-up money': it was empty and fills, 1 case with a finding (0 before)."
    assert lines(filled, "Gap map")[0] == fills
    empties = "'Made-up hubs' by 'Made-up money': it empties, 0 cases with a finding (1 before)."
    assert lines(emptied, "Gap map")[0] == empties


def test_a_changed_case_tells_level_and_facts_before_and_after(book: Book) -> None:
    book.change(VISITS, "design: did", "design: before_after")

    told = lines(book.told(), "Records")

    assert (
        told[0] == "Your case 'Made-up doorstep visits to bring families to hubs in Madeup Town' (TLG-C-MAD1) changed."
    )
    assert told[2:] == [
        "How complete, as before: answered, from sources not all read in full, 7 of 7 questions.",
        "Level: 2 of 5, correlation; nothing that was not read could move it. Before: 3 of 5, causation; with what was not read "
        "it could stand from 3 to 4.",
        "Wording: Families coming to a made-up hub: comparison: how it was compared: 'did' → 'before after'",
    ]


def test_a_case_under_another_name_is_renamed_and_not_gone_and_new(book: Book) -> None:
    (book.root / VISITS).rename(book.root / "case_studies" / "other-visits.yml")

    told = book.told()

    assert "1 record renamed; no lesson moves;" in told
    assert "Address: Address: '/cases/madeup-town-doorstep-visits/' → '/cases/other-visits/'" in lines(told, "Records")
    assert "New because they tell of case_studies/other-visits.yml (1): cases/other-visits/" in lines(told, "Pages")


def test_a_case_that_is_gone_is_told_as_that_with_what_to_do(book: Book) -> None:
    (book.root / LETTERS).unlink()

    told = book.told()

    assert "is in the book no more, and nothing says what became of it." in lines(told, "Records")[0]
    moved = lines(told, "Lessons whose evidence moves")
    assert "now rests on 1 case in 1 place (2 cases in 2 places before)." in moved[0]


def test_a_lesson_that_loses_what_held_it_stays_as_people_judged_it(book: Book) -> None:
    book.add(places=[{"place": "madeup-vale"}])
    book.change(LETTERS, "relation: contradicts", "relation: qualifies")

    (*_, told) = [
        line for line in lines(book.told(), "Lessons whose evidence moves") if line.startswith("Its confidence")
    ]

    assert told == "Its confidence stays low, because people judged it so; the rules would now allow high."


def test_a_case_whose_sources_stopped_to_answer_is_rated_anew(book: Book) -> None:
    addresses = re.findall(r"url: (https://\S+)", (book.root / LETTERS).read_text(encoding="utf-8"))
    failures = [[day, "404"] for day in ("2026-08-10", "2026-09-10", "2026-10-10")]
    dead = {"state": "dead", "last_seen": "2026-08-01", "checked": "2026-10-10", "why": "404", "failures": failures}
    told = ",\n".join(f"{json.dumps(each)}: {json.dumps(dead)}" for each in sorted(set(addresses)))
    (book.root / "case_studies" / "links.json").write_text(f"{{\n{told}\n}}\n")

    result = lines(book.told(), "Records")

    assert "is as it was, and is rated anew, because of what is known of the addresses of its sources." in result[0]
    assert result[3].startswith("Level: ") and " Before: " in result[3]


def test_layout_is_no_change_for_a_reader(book: Book) -> None:
    book.change(VISITS, "# Made up for the tests. It uses nearly every field.", "# Another remark.")

    told = book.told()

    assert told.startswith("Compared with ") and "no record" not in told.split("\n")[1:][0]
    assert lines(told, "Records") == [
        f"In {VISITS} only layout, comments or the order of fields changed: readers see no difference."
    ]


def test_where_nothing_changed_that_is_said(book: Book) -> None:
    base = book.git("rev-parse", "main")[:10]

    assert book.told() == f"No record is new, changed or gone, compared with {base}.\n"


def test_a_word_of_the_vocabulary_is_told(book: Book) -> None:
    book.change(
        "case_studies/vocabulary.yml",
        "places:\n",
        f"places:\n{NEWTOWN}",
    )

    assert lines(book.told(), "Records") == ["Vocabulary: places: newtown is new."]


def test_what_others_did_meanwhile_is_not_told_as_mine(book: Book) -> None:
    book.add()
    book.commit()
    book.git("checkout", "--quiet", "main")
    (book.root / LETTERS).unlink()
    book.commit()
    book.git("checkout", "--quiet", "mine")

    told = book.told()

    assert "1 record new; 1 lesson moved" in told


@pytest.mark.parametrize("kind", [case, lesson, area])
def test_each_page_that_differs_is_counted(book: Book, kind: object) -> None:
    before = run.open_casebook(book.root)
    book.add(approaches=["made-up-letters"])
    after = run.open_casebook(book.root)
    pages = [{recipe.path: recipe.page().body for recipe in kind.recipes(of)} for of in (before, after)]  # type: ignore[attr-defined]
    differ = {path for path in pages[0].keys() | pages[1].keys() if pages[0].get(path) != pages[1].get(path)}

    counted = {page["address"] for page in json.loads(book.impact("main", "--format", "json").stdout)["pages"]}

    assert differ and differ <= counted


# What does not pass.


def test_a_record_that_does_not_pass_is_named_and_the_rest_is_told(book: Book) -> None:
    book.add()
    book.change(LETTERS, "stage: ended", "stage: ende")

    result = book.impact()

    assert result.exit_code == 1
    assert lines(result.stdout, "What does not pass") == [
        f"{LETTERS}:9:8: 'stage' is 'ende' (choice). Use 'ended'.",
        f"{LETTERS} does not pass, so what it would change is not told.",
    ]
    # It is on neither side: else the lesson would seem to lose it. Nor is a rule told to hold without what it says.
    moved = lines(result.stdout, "Lessons whose evidence moves")
    assert moved[0].endswith("now rests on 2 cases in 1 place (1 case in 1 place before).")
    assert moved[-1] == (
        "A record that bears on it does not pass and is not counted, so what this means for its confidence is not told."
    )
    assert lines(result.stdout, "Gap map")[0].startswith("Records that are not compared are not counted here")


def test_a_record_that_did_not_pass_before_is_compared_on_neither_side(book: Book) -> None:
    book.git("checkout", "--quiet", "main")
    book.change(LETTERS, "stage: ended", "stage: ende")
    book.commit()
    book.git("checkout", "--quiet", "-B", "mine")
    book.change(LETTERS, "stage: ende\n", "stage: ended\n")

    told = book.told()

    assert "no lesson moves" in told
    (line,) = lines(told, "What does not pass")
    assert line.startswith(f"{LETTERS} did not pass before by the rules of today, so it is not compared")


def test_a_lesson_that_must_be_judged_anew_is_refused_and_its_evidence_told(book: Book) -> None:
    book.change(CALL_ON, "overall: low", "overall: very_low")
    book.commit()
    book.change(CALL_ON, "overall: very_low", "overall: moderate")

    result = book.impact()

    assert result.exit_code == 1
    assert (
        "'overall' is 'moderate', but a case contradicts it: not above moderate and it rests on one place"
        in result.stdout
    )
    assert lines(result.stdout, "Lessons whose evidence moves")[-1] == (
        "Its confidence stays low, because a case contradicts it and it rests on one place; people judged it moderate, and must "
        "judge it anew."
    )


def test_a_broken_vocabulary_is_told_and_nothing_is_compared(book: Book) -> None:
    book.change("case_studies/vocabulary.yml", "policy_areas:\n", "policy_areas\n")

    result = book.impact()

    assert result.exit_code == 1
    assert "case_studies/vocabulary.yml does not pass" in result.stdout


@pytest.mark.parametrize("style", ["text", "markdown", "json"])
def test_a_value_that_a_gate_refuses_is_never_repeated(book: Book, style: str) -> None:
    book.add(summary="Ask jane.madeup@mail.example or 07700 900123. Three mothers came.")
    book.change(VISITS, "Some made-up families felt watched.", "Three mothers felt watched.")
    book.change(ADVICE, "stage: ", "stag: ")

    result = book.impact("main", "--format", style)

    assert result.exit_code == 1
    assert "personal-data" in result.stdout and "small-number" in result.stdout
    assert not re.search(r"jane|mail\.example|07700|900123|mothers|[Tt]hree", result.stdout)


def test_where_a_gate_refuses_a_file_no_other_message_of_it_is_repeated(book: Book) -> None:
    book.change(VISITS, "Some made-up families felt watched.", "Three mothers felt watched.")
    book.change(VISITS, "finding: better\n    explanation", "finding: worse\n    explanation")

    refused = json.loads(book.impact("main", "--format", "json").stdout)["refused"]

    assert {each["rule"] for each in refused} > {"small-number"}
    assert {each["what"] for each in refused if each["rule"] != "small-number"} == {
        "what is wrong here is not repeated, because the same file holds what could make somebody known"
    }


def test_an_answer_for_a_small_number_is_told_once_for_the_reviewer_to_open(book: Book) -> None:
    book.change(VISITS, "Some made-up families felt watched.", "Three mothers felt watched.")
    with (book.root / VISITS).open("a", encoding="utf-8") as file:
        file.write("disclosure:\n  - {covers: [harms], already_published_at: https://example.org/made-up/harms}\n")
    answered = lines(book.told(), "Disclosure")
    book.commit()
    book.change(VISITS, "stage: ended", "stage: stopped_early")
    later = book.impact("HEAD").stdout

    told = f"{VISITS} answers for counts of a few people in 'harms': 'https://example.org/made-up/harms'"
    assert told in answered and told not in later


def test_words_that_may_name_a_person_are_not_repeated(book: Book) -> None:
    book.change(VISITS, "They knew the way already.", "Sarah, a mother, knew the way already.")

    told = book.told()

    assert "What changed is not repeated here, because a sentence of it may name a person." in told
    assert "Sarah" not in told
    assert any("seems to name a person" in line for line in lines(told, "Disclosure"))


def test_a_title_that_may_name_a_person_is_not_repeated(book: Book) -> None:
    book.add(title="Visits to Sarah, a mother of two, in a made-up town")

    told = book.told()

    assert "Your case 'a title that is not repeated here' (TLG-C-MAD8) is new." in told
    assert "Sarah" not in told


@pytest.mark.parametrize(("held", "new"), [("", 5), (CALL_ON, 4), (VISITS, 4)])
def test_a_book_that_held_next_to_nothing_is_compared(book: Book, held: str, new: int) -> None:
    book.git("checkout", "--quiet", "main")
    for path in (book.root / "case_studies").rglob("*.yml"):
        if path.name != "vocabulary.yml" and path != book.root / held:
            path.unlink()
    book.commit()
    book.git("checkout", "--quiet", "-B", "mine")
    book.git("checkout", "--quiet", "HEAD~1", "--", "case_studies")

    told = book.told()

    assert f": {new} records new; " in told
    # The case alone names lessons that were not there.
    assert (f"{VISITS} did not pass before" in told) == (held == VISITS)


def test_an_object_that_git_has_lost_is_told(book: Book) -> None:
    name = book.git("rev-parse", f"main:{LETTERS}")
    book.change(LETTERS, "stage: ended", "stage: ende")
    (book.root / ".git" / "objects" / name[:2] / name[2:]).unlink()

    result = book.impact()

    assert result.exit_code == 3
    assert result.stderr.startswith(f"git cannot read the records of {book.git('rev-parse', 'main')[:10]}: ")


def test_advice_tells_what_is_new_and_what_stood_before(book: Book) -> None:
    hard = "Multitudinous organisational interdependencies notwithstanding, administrators systematically underestimated it."
    book.add(summary=hard)
    new = lines(book.told(), "Wording")
    book.commit()
    book.change(NEW, "stage: live", "stage: ended")
    stood = lines(book.told("HEAD"), "Wording")

    assert len(new) == 1 and "'summary' reads at age" in new[0] and "It stood before" not in new[0]
    assert any("'summary' reads at age" in line and "It stood before this change." in line for line in stood)


# Read from git alone.


def test_nothing_of_a_revision_is_run_or_checked_out(book: Book, tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    (book.root / ".gitattributes").write_text("*.yml filter=made diff=made\n")
    book.git("config", "filter.made.smudge", f"touch {canary}; cat")
    book.git("config", "diff.made.textconv", f"touch {canary}; cat")
    book.git("config", "core.fsmonitor", f"touch {canary}")
    hook = book.root / ".git" / "hooks" / "post-checkout"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\ntouch {canary}\n")
    hook.chmod(0o755)
    (book.root / LETTERS).unlink()
    book.add()
    before = sorted(path for path in book.root.rglob("*") if ".git" not in path.parts)

    book.told()

    assert not canary.exists()
    assert sorted(path for path in book.root.rglob("*") if ".git" not in path.parts) == before


def test_what_a_commit_holds_that_is_no_record_is_left_out(book: Book) -> None:
    book.git("checkout", "--quiet", "main")
    (book.root / "case_studies" / "a-link.yml").symlink_to("/etc/passwd")
    (book.root / "case_studies" / "notes.txt").write_text("notes")
    (book.root / "case_studies" / "huge.yml").write_text("a: b\n" * 100_000)
    book.commit()
    book.git("checkout", "--quiet", "-B", "mine")
    for name in ("a-link.yml", "notes.txt", "huge.yml"):
        (book.root / "case_studies" / name).unlink()

    assert book.told().startswith("No record is new, changed or gone, ")


@pytest.mark.parametrize(
    ("revision", "message"),
    [
        ("nowhere", "'nowhere' names no commit here.\nName a branch, a tag or a commit, such as 'main' or 'HEAD~1'; "),
        ("main:case_studies", "'main:case_studies' names no commit here.\n"),
        ("", "'' names no commit here.\n"),
        ("--upload-pack=x", "'--upload-pack=x' names no commit here.\n"),
    ],
)
def test_a_revision_that_is_none_is_told_with_what_to_name(book: Book, revision: str, message: str) -> None:
    result = book.impact("--", revision)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(message)


def test_a_history_that_has_nothing_in_common_is_told(book: Book) -> None:
    book.git("checkout", "--quiet", "--orphan", "other")
    book.commit()

    result = book.impact("main")

    assert result.exit_code == 2
    assert "'main' and what is checked out have no commit in common." in result.stderr


def test_a_copy_with_the_newest_commit_only_is_told_what_brings_the_rest(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book.commit()
    book.git("clone", "--quiet", "--depth", "1", f"file://{book.root}", str(tmp_path / "shallow"))
    monkeypatch.chdir(tmp_path / "shallow")

    result = book.impact("HEAD^1")

    assert result.exit_code == 2
    assert result.stderr.startswith(
        "'HEAD^1' names no commit here. Perhaps because this copy holds only the newest commits ('git fetch --unshallow' "
    )


def test_a_folder_without_git_is_told(tiny_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tiny_root)

    result = CliRunner().invoke(main, ["impact", "main"])

    assert (result.exit_code, result.stderr) == (
        2,
        "There is nothing to compare with: this folder is no git repository of its own.\n",
    )


def test_twice_the_same_gives_the_same_bytes(book: Book) -> None:
    book.add()
    book.change(VISITS, "design: did", "design: before_after")

    for style in ("text", "markdown", "json"):
        assert book.impact("main", "--format", style).stdout == book.impact("main", "--format", style).stdout


# Safe to post.

HOSTILE = (
    "@team closes #1 GH-2 `x` a|b <img src=x onerror=y> ![x](https://evil.example) www.evil.example $x$ &#64; \\ :tada:"
)


def test_words_of_a_record_reach_nobody(book: Book) -> None:
    book.add(title="@team closes #one `x` a|b $x$ www.evil.example")

    told = book.impact("main", "--format", "markdown").stdout

    assert is_safe(told) and "Your case `@team closes #one 'x' a¦b $x$ www.evil.example` (TLG-C-MAD8) is new." in told


def test_outside_of_code_there_is_nothing_but_lists_and_headings() -> None:
    written = as_markdown(
        [Section("Records", ((1, ("The case ", Said(HOSTILE), " and ", Bare("x\n\n# y\u202e"), ".")),))], MOST, ""
    )

    tokens = MarkdownIt("commonmark").enable("table").parse(written)
    inner = [each for token in tokens for each in token.children or ()]
    assert {token.type.removesuffix("_open") for token in tokens if token.nesting >= 0} == {
        "heading", "bullet_list", "list_item", "paragraph", "inline",
    }  # fmt: skip
    assert {each.type for each in inner} == {"text", "code_inline"}
    assert [each.content for each in inner if each.type == "text"] == ["Records", "The case ", " and ", "."]
    assert inner[-2].content == "x # y"


def test_all_that_the_program_says_itself_is_of_the_safe_form(book: Book) -> None:
    book.add(approaches=["made-up-letters"])
    book.change(VISITS, "design: did", "design: before_after")
    book.change(ADVICE, "stage: ", "stag: ")
    (book.root / LETTERS).unlink()
    book.change(CALL_ON, "theme: [reaching-people]", "theme: [measuring]")

    assert is_safe(book.impact("main", "--format", "markdown").stdout)


EMPTY = Impact("c0ffee" * 6, (), (), ((1, 1), (1, 1)), (), (), (), (), (), (), (), ())


def test_a_long_answer_is_cut_and_says_what_is_left_out() -> None:
    layout = tuple(f"case_studies/made-up-case-with-a-long-name-{number}.yml" for number in range(900))
    pages = tuple(PageChange(f"/made-up/{number}/", "made-up", "again", (f"{number}.yml",)) for number in range(900))

    told = as_markdown(sections(replace(EMPTY, layout=layout, pages=pages)), MOST, "run pilotbook impact to read them")

    assert 55_000 < len(told) <= MOST and is_safe(told)
    left_out = re.findall(r"- ([0-9,]+) more lines of this part left out here: run pilotbook impact to read them", told)
    shown = told.count("only layout, comments"), told.count("Made again because they tell of")
    # Each part keeps some: the longer gives way first.
    assert [int(each) for each in left_out] == [900 - shown[0], 902 - shown[1]]
    assert "- 900 made again.\n" in told and min(shown) > 200


def test_text_for_a_terminal_holds_no_sign_that_it_would_obey() -> None:
    assert as_text([Section("", ((0, (Said("a\x1b[31m\nb\u202e"),)),))]) == "'a [31m b'\n"
