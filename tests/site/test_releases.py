"""Three releases of a made-up book in which records are changed, renamed, merged, split and withdrawn: nothing that was given out
is lost or altered, and what changed is told, all of it and no more."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from books import read, words_of
from pilotbook.publish import release, releases, run
from pilotbook.publish import released as lists
from pilotbook.publish.objects import Objects
from pilotbook.publish.opening import open_records
from pilotbook.publish.store import Store
from pilotbook.publish.withdrawal import withdraw
from pilotbook.record.released import Release
from projects import Project, copy_of, small_project

pytestmark = pytest.mark.book

VISITS, ADVICE, LETTERS = "madeup-town-doorstep-visits", "madeup-town-rent-advice", "madeup-vale-hub-letters"
NEW = """\
id: TLG-C-{id}
schema_version: 0.2.0
title: Made-up case {title}
summary: Made up for a test of releases.
stage: live
places: [{{place: madeup-town}}]
policy_area: [made-up-hubs]
target_group: [made-up-families]
problem: {{statement: {{text: Something made up., source: [S1], locator: page 1}}}}
intervention: {{name: Made up, why: {{missing: not_measured}}, what: {{missing: not_measured}}}}
did_not_work: {{missing: not_yet_due}}
sources:
  - {{id: S1, title: A made-up source, publisher: Madeup Press, published: 2026, accessed: 2026-11-21,
     url: "https://example.org/made-up/{id}", seen: full, tier: 1}}
record_owner: Made-up editors
contributors: [{{name: Made-up editors, role: author, interest: none}}]
reviewed_on: 2026-11-21
review_by: 2027-11-21
"""


def commit(project: Project, day: str = "2026-12-01") -> None:
    who = ("-c", "user.name=Made up", "-c", "user.email=made@example.org", "-c", "commit.gpgsign=false")
    dated = {**os.environ, "GIT_AUTHOR_DATE": f"{day}T12:00:00Z", "GIT_COMMITTER_DATE": f"{day}T12:00:00Z"}
    for command in (["add", "-A"], [*who, "commit", "--allow-empty", "-qm", "made up"]):
        subprocess.run(["git", "-C", str(project.root), *command], check=True, env=dated, capture_output=True)


def change(project: Project, name: str, *changes: tuple[str, str]) -> None:
    path = project.record(name)
    text = path.read_text("utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")


def add(project: Project, slug: str, identifier: str, title: str) -> None:
    project.record(slug).write_text(NEW.format(id=identifier, title=title), encoding="utf-8")


def end(project: Project, name: str, life: str) -> None:
    path = project.record(name)
    path.write_text(path.read_text("utf-8") + f"lifecycle: {{{life}}}\n", encoding="utf-8")


def first_edits(project: Project) -> None:
    """Change a figure, a source, an entry and the confidence of its lesson; rename a case; begin another."""
    change(
        project,
        VISITS,
        ("result: {value: 42, unit: '%', period: 2024", "result: {value: 44, unit: '%', period: 2024"),
        ("relation: supports", "relation: qualifies"),
        ("text: A known face at the door was expected", "text: A known face at the door was hoped"),
    )
    change(project, "lessons/call-on-families", ("overall: low", "overall: very_low"))
    change(project, ADVICE, ("Made-up rent advice announced", "Made-up rent help announced"))
    old = project.record(ADVICE)
    old.write_text(old.read_text("utf-8") + f"formerly: [{ADVICE}]\n", encoding="utf-8")
    old.rename(project.record("madeup-rent-help"))
    add(project, "new-case", "MAD4", "that is new")


def second_edits(project: Project) -> None:
    """Merge one case into another, split one, withdraw one."""
    end(project, LETTERS, "state: merged, by: TLG-C-MAD1, reason: Two records told one pilot., since: 2027-02-01")
    change(project, "lessons/call-on-families", ("detail: One made-up case speaks for it and one made-up trial against it.",
                                                 "detail: One made-up case qualifies it."))  # fmt: skip
    add(project, "first-half", "MAD5", "of the first half")
    add(project, "second-half", "MAD6", "of the second half")
    end(
        project,
        "new-case",
        "state: split, by: [TLG-C-MAD5, TLG-C-MAD6], reason: It held two pilots., since: 2027-02-02",
    )
    end(project, "madeup-rent-help", "state: withdrawn, reason: The source was taken back., since: 2027-02-03")


@pytest.fixture(scope="module", autouse=True)
def quick(prose_at_hand: None) -> Iterator[None]:
    """Let prose, charts' pictures and the search be there already: they take seconds, and are tested elsewhere."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run._Build, "_vega", lambda made: made.store.keep(b"vega"))
        patch.setattr(run._Build, "_draw", lambda *_: None)
        patch.setattr(run._Build, "_search", lambda made, _: sum(each.is_searched for each in made.site.pages.values()))
        patch.setattr(run.manifest, "_is_there", _is_there_but_what_is_not_drawn(run.manifest._is_there))
        yield


def _is_there_but_what_is_not_drawn(asked: Callable[..., bool]) -> Callable[..., bool]:
    return lambda path, site: path.endswith((".pdf", ".png", "engine.js")) or asked(path, site)


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Give a project with three releases, built. Read it only."""
    project = small_project(tmp_path_factory.mktemp("releases") / "small")
    (project.root / ".gitignore").write_text("/_site\n/_build\n", encoding="utf-8")
    subprocess.run(["git", "init", "-q", str(project.root)], check=True)
    commit(project)
    for name, edits, day in (
        ("2026.1", lambda _: None, "2026-12-01"),
        ("2026.2", first_edits, "2026-12-20"),
        ("2027.1", second_edits, "2027-02-10"),
    ):
        edits(project)
        commit(project, day)
        KEPT[name] = release.make(project.root, name, "")
        # The site from which the first one was made had none itself.
        BEFORE.setdefault("pages", sorted(path.name for path in project.site.resolve().iterdir()))
        BEFORE.setdefault("case", project.page(f"/cases/{VISITS}/"))
        commit(project, day)
    change(project, VISITS, ("# Made up for the tests", "# Made up for some tests"))
    project.build()
    return project


KEPT: dict[str, release.Kept] = {}
BEFORE: dict[str, Any] = {}


@pytest.fixture
def own(three: Project, tmp_path: Path) -> Project:
    return copy_of(three, tmp_path / "own")


def released(project: Project, name: str) -> Release:
    found, problems = lists.manifests(project.root)
    assert not problems
    return next(each.release for each in found if each.release.name == name)


def told(project: Project, address: str) -> dict[str, list[str]]:
    """Give what a page says has changed: {id: the lines}."""
    page = read(project.page(address))
    return {
        str(section["id"]): [words_of(line) for line in section.find_all("li")]
        for section in page.select("section.changed[id]")
    }


def problems_of(project: Project) -> list[str]:
    return [f"{each.path} {each.what} [{each.rule}]" for each in open_records(project.root, Store(None)).problems]


def test_every_address_that_was_ever_released_answers(three: Project) -> None:
    given_out = {address for name in KEPT for address in released(three, name).addresses}

    assert {f"/cases/{ADVICE}/", "/cases/madeup-rent-help/", f"/cases/{LETTERS}/", "/cases/new-case/"} <= given_out
    assert {f"/id/TLG-C-MAD{number}/" for number in range(1, 7)} <= given_out
    assert [each for each in sorted(given_out) if not (three.site / each.lstrip("/") / "index.html").is_file()] == []


def test_a_renamed_record_is_reached_by_its_old_address(three: Project) -> None:
    # It was withdrawn later, and the old name leads to what is said of that.
    page = read(three.page(f"/cases/{ADVICE}/"))

    assert page.html is not None and page.html["lang"] == "en-GB" if page.html.get("lang") else True
    assert page.find("meta", attrs={"http-equiv": "refresh"})["content"] == "0; url=../madeup-rent-help/"
    assert page.find("meta", attrs={"name": "robots"})["content"] == "noindex"
    assert [(str(a["href"]), a.text) for a in page.main.find_all("a")] == [
        ("../madeup-rent-help/", "Made-up rent help announced in Madeup Town")
    ]


def test_what_was_merged_split_or_withdrawn_says_so(three: Project) -> None:
    assert "merged on 1 February 2027" in words_of(three.page(f"/cases/{LETTERS}/"))
    split = read(three.page("/cases/new-case/"))
    assert "split on 2 February 2027" in words_of(split)
    assert [a.text for a in split.main.find_all("a")] == ["TLG-C-MAD5", "TLG-C-MAD6"]
    assert "withdrawn on 3 February 2027" in words_of(three.page("/cases/madeup-rent-help/"))


def test_all_that_changed_since_the_first_release_is_told_and_nothing_else(three: Project) -> None:
    assert told(three, "/v/2026.1/since/") == {
        "TLG-L-MAD1": [
            "Conclusion: Confidence: was low, now very low",
            "Conclusion: What cases say of it: was supported and contradicted, now qualified",
            "Ledger: Made-up doorstep visits to bring families to hubs in Madeup Town (TLG-C-MAD1): was supports it, now qualifies it",
            "Ledger: Made-up letters and visits by lot in Madeup Vale (TLG-C-MAD2): entry taken out; it contradicted it",
            "Wording: In more words: was One made-up case speaks for it and one made-up trial against it., now One made-up case "
            "qualifies it.",
        ],
        "TLG-C-MAD6": ["Record: New in the book."],
        "TLG-C-MAD5": ["Record: New in the book."],
        "TLG-C-MAD4": [
            "Record: New, and split on 2 February 2027: It held two pilots. In its place: TLG-C-MAD5 and TLG-C-MAD6."
        ],
        "TLG-C-MAD1": [
            "Wording: Why it should work: was A known face at the door was expected to bring families in., now A known face at the "
            "door was hoped to bring families in.",
            "Figures: Families coming to a made-up hub: result: was 42%, now 44%",
            "What it says about lessons: TLG-L-MAD1: was supports, now qualifies",
        ],
        "TLG-C-MAD2": ["Record: Merged on 1 February 2027: Two records told one pilot. In its place: TLG-C-MAD1."],
        "TLG-C-MAD3": [
            "Record: Withdrawn on 3 February 2027: The source was taken back.",
            "Title: was Made-up rent advice announced in Madeup Town, now Made-up rent help announced in Madeup Town",
            f"Address: was /cases/{ADVICE}/, now /cases/madeup-rent-help/",
        ],
    }


def test_a_comment_alone_is_no_change_and_no_page_says_that_it_is(three: Project) -> None:
    assert told(three, "/v/2027.1/since/") == {}
    assert "Changed since" not in words_of(three.page(f"/cases/{VISITS}/"))


def test_between_neighbours_each_step_is_told_on_its_own(three: Project) -> None:
    page = read(three.page("/changes/"))

    assert [heading.text for heading in page.find_all("h2")] == [
        "Since 2027.1",
        "From 2026.2 to 2027.1",
        "From 2026.1 to 2026.2",
    ]
    told_of = {
        heading.text: sorted(
            words_of(each).split()[1].rstrip(".") for each in heading.parent.select("section.changed > p")
        )
        for heading in page.find_all("h2")
    }
    assert told_of == {
        "Since 2027.1": [],
        "From 2026.2 to 2027.1": [f"TLG-C-MAD{number}" for number in range(2, 7)] + ["TLG-L-MAD1"],
        "From 2026.1 to 2026.2": ["TLG-C-MAD1", "TLG-C-MAD3", "TLG-C-MAD4", "TLG-L-MAD1"],
    }


def test_the_checksums_of_a_release_are_those_of_what_is_served(three: Project) -> None:
    for name in KEPT:
        folder = three.site / "v" / name
        sums = dict(reversed(line.split("  ")) for line in (folder / "SHA256SUMS").read_text("utf-8").splitlines())
        assert {path: sha256((folder / path).read_bytes()).hexdigest() for path in sums} == sums
        # The page of the release is made anew, with what it is cited by.
        own = {"index.html", "since/index.html", "SHA256SUMS", "cite.bib", "cite.ris", "cite.json"}
        assert f"/v/{name}/" in (folder / "cite.bib").read_text("utf-8")
        assert [
            tag["content"] for tag in read(three.page(f"/v/{name}/")).find_all("meta", attrs={"name": "DC.type"})
        ] == ["Dataset"]
        files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
        assert files - own == sums.keys()


def test_a_change_of_a_template_changes_no_release(own: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {path: path.read_bytes() for path in (own.site.resolve() / "v").rglob("*.html") if "/cases/" in str(path)}
    set_into = run.site.set_into
    monkeypatch.setattr(run.site, "set_into", lambda *of: set_into(*of).replace("<main ", "<p>Another frame</p><main "))
    monkeypatch.setattr(run.site, "code_digest", lambda: "another")
    monkeypatch.setattr(run, "code_digest", lambda: "another")
    own.build()

    assert "Another frame" in own.page(f"/cases/{VISITS}/")
    after = {path: path.read_bytes() for path in (own.site.resolve() / "v").rglob("*.html") if "/cases/" in str(path)}
    assert sorted(after.values()) == sorted(before.values()) and len(before) == 10


def test_a_page_that_did_not_change_is_kept_once(three: Project) -> None:
    known, _ = lists.manifests(three.root)
    page = "cases/madeup-town-doorstep-visits/index.html"
    style = "_static/pilotbook.css"

    assert len({each.of[style] for each in known}) == 1
    assert len({each.of["lessons/count-before-claiming/cite.bib"] for each in known}) == 1
    assert len({each.release.files["lessons/count-before-claiming/cite.bib"] for each in known}) == 3
    assert len({each.of[page] for each in known}) > 1
    assert KEPT["2026.2"].added < KEPT["2026.1"].added < KEPT["2026.2"].shared + KEPT["2026.2"].added


def test_a_kept_page_says_when_it_stood_and_leads_within_its_release_or_to_the_living_book(three: Project) -> None:
    page = read(three.page(f"/v/2026.1/cases/{VISITS}/"))
    banner = page.select_one(".release-note")

    assert words_of(banner) == (
        "This is the page as it stood in release 2026.1 (1 December 2026). See what has changed since."
    )
    assert [str(a["href"]) for a in banner.find_all("a")] == ["../../", "../../since/#TLG-C-MAD1"]
    links = {str(each["rel"][0]): str(each["href"]) for each in page.head.find_all("link")}
    assert links["canonical"] == links["cite-as"] == "./"
    assert links["latest-version"] == f"../../../../cases/{VISITS}/"
    assert page.find("meta", attrs={"name": "robots"})["content"] == "noindex"
    assert f"Available at: /v/2026.1/cases/{VISITS}/" in words_of(page.select_one(".cite"))
    bib = (three.site / f"v/2026.1/cases/{VISITS}/cite.bib").read_text("utf-8")
    assert f"url = {{/v/2026.1/cases/{VISITS}/}}" in bib and "/id/" not in bib
    led = {str(a["href"]) for a in page.main.find_all("a", href=True)}
    assert "../../lessons/call-on-families/" in led and "../../../../places/madeup-town/" in led


def test_every_link_of_a_kept_page_leads_somewhere(three: Project) -> None:
    site = three.site.resolve()
    lost = []
    for path in sorted((site / "v").rglob("*.html")):
        here = f"https://example.org/{path.parent.relative_to(site).as_posix()}/"
        for tag in read(path.read_text("utf-8")).find_all(href=True):
            target = urlsplit(urljoin(here, str(tag["href"])))
            file = site / target.path.lstrip("/")
            if target.netloc == "example.org" and target.path.strip("/") and not target.path.endswith(".html"):
                there = file / "index.html" if target.path.endswith("/") else file
                if not there.is_file() and "made-up" not in target.path:
                    lost.append(f"{path.relative_to(site)} {tag['href']}")

    assert lost == []


def test_a_living_page_says_that_it_has_changed_since_the_last_release_and_leads_to_what(own: Project) -> None:
    change(own, VISITS, ("result: {value: 44", "result: {value: 45"))
    own.build()
    page = read(own.page(f"/cases/{VISITS}/"))

    said = page.select_one(".since-release")
    assert words_of(said) == "Changed since 2027.1: see what has changed, or read it as it stood then."
    assert [str(a["href"]) for a in said.find_all("a")] == [
        "../../v/2027.1/since/#TLG-C-MAD1",
        f"../../v/2027.1/cases/{VISITS}/",
    ]
    links = {str(each["rel"][0]): str(each["href"]) for each in page.head.find_all("link")}
    assert (links["version-history"], links["predecessor-version"]) == (
        "../../changes/",
        f"../../v/2027.1/cases/{VISITS}/",
    )
    assert told(own, "/v/2027.1/since/") == {
        "TLG-C-MAD1": ["Figures: Families coming to a made-up hub: result: was 44%, now 45%"]
    }
    assert "Changed since" not in own.page("/lessons/count-before-claiming/")


def test_a_book_that_loses_a_released_record_is_refused(own: Project) -> None:
    own.record("first-half").unlink()

    assert problems_of(own) == [
        "case_studies/first-half.yml the record TLG-C-MAD5 of release 2027.1 is gone, and its id and address were given out "
        "[released-id]",
        "case_studies/new-case.yml no record that stands is 'TLG-C-MAD5' [successor-known]",
    ]


def test_a_renamed_record_that_forgets_its_old_name_is_refused(own: Project) -> None:
    change(own, "madeup-rent-help", (f"formerly: [{ADVICE}]\n", ""))
    own.record("first-half").rename(own.record("one-half"))
    found = [each for each in open_records(own.root, Store(None)).problems if each.rule == "released-name"]

    assert [(each.path, each.what, each.mend) for each in found] == [
        (
            "case_studies/madeup-rent-help.yml",
            f"it was '{ADVICE}' in release 2026.1, and that address would be lost",
            f"Add 'formerly: [{ADVICE}]'.",
        ),
        (
            "case_studies/one-half.yml",
            "it was 'first-half' in release 2027.1, and that address would be lost",
            "Add 'formerly: [first-half]'.",
        ),
    ]


def spoil(project: Project, path: str, name: str = "2026.1") -> Path:
    """Give a kept piece of a file of a release."""
    manifest = next(each for each in lists.manifests(project.root)[0] if each.release.name == name)
    return project.root / Objects.path(manifest.of[path][0])


@pytest.mark.parametrize("harm", ["cut off", "altered", "missing"])
def test_what_is_kept_and_was_damaged_is_told_with_how_to_mend_it(three: Project, tmp_path: Path, harm: str) -> None:
    shutil.copytree(three.root / "case_studies/releases", tmp_path / "case_studies/releases")
    here = Project(tmp_path)
    piece = spoil(here, f"cases/{ADVICE}/index.html")
    data = piece.read_bytes()
    piece.unlink()
    if harm != "missing":
        piece.write_bytes(data[:-9] if harm == "cut off" else data[:50] + b"x" + data[51:])

    with pytest.raises(run.Refused) as refused:
        releases.files(tmp_path, Store(tmp_path / "store"))

    (problem,) = refused.value.problems
    assert problem.path == piece.relative_to(tmp_path).as_posix()
    what = "it is missing" if harm == "missing" else "it is damaged: it is not what was kept"
    assert problem.what == f"{what}; cases/{ADVICE}/index.html of release 2026.1 is kept in it"
    assert problem.mend == "Bring it back with 'git checkout -- case_studies/releases'."


def test_damage_stops_a_build_even_where_it_has_a_sound_copy_and_what_is_published_stays(own: Project) -> None:
    piece = spoil(own, f"cases/{ADVICE}/index.html")
    piece.write_bytes(piece.read_bytes()[:-9])
    change(own, VISITS, ("result: {value: 44", "result: {value: 46"))
    before = own.site.resolve()

    with pytest.raises(run.Refused) as refused:
        own.build()

    assert [problem.path for problem in refused.value.problems] == [piece.relative_to(own.root).as_posix()]
    assert own.site.resolve() == before


def test_a_list_of_a_release_that_was_edited_is_told(own: Project) -> None:
    path = own.root / "case_studies/releases/2026.1.json"
    path.write_text(path.read_text("utf-8")[:-40], encoding="utf-8")

    assert problems_of(own) == [
        "case_studies/releases/2026.1.json the list of a release is damaged: it cannot be read [release-whole]"
    ]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("first", "'first' cannot name a release. Write the year, a dot and a number, such as 2026.1."),
        ("2026.01", "'2026.01' cannot name a release. Write the year, a dot and a number, such as 2026.1."),
        ("2026.1", "There is a release 2026.1 already, and a release is never made again. Take the next number."),
        ("2026.3", "Release 2026.3 would come before 2027.1, which is there already. Take a later name."),
    ],
)
def test_a_name_that_can_be_no_release_is_refused(three: Project, name: str, message: str) -> None:
    with pytest.raises(release.BadRelease) as refused:
        release.make(three.root, name, "")

    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("on", "message"),
    [
        ("soon", "'soon' is not a day. Write year, month and day, such as 2026-12-01."),
        (
            "2026-12-24",
            "2026-12-24 is before 2027-02-10, the day of release 2027.1. Give a later day with --on.",
        ),
    ],
)
def test_a_day_that_can_be_none_of_a_release_is_refused(
    three: Project, on: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(release, "_refuse_dirty", lambda _: None)

    with pytest.raises(release.BadRelease) as refused:
        release.make(three.root, "2027.2", on)

    assert str(refused.value) == message


def test_a_release_is_made_from_a_commit_and_from_nothing_else(three: Project) -> None:
    with pytest.raises(release.BadRelease) as refused:
        release.make(three.root, "2027.2", "")

    assert str(refused.value) == (
        f"case_studies/{VISITS}.yml differs from the last commit. Commit your changes, or put them away, and try again."
    )


def test_a_page_is_taken_out_of_a_release_where_the_law_asks_for_it(own: Project) -> None:
    before = dict(released(own, "2026.1").files)
    done = withdraw(own.root, "2026.1", f"cases/{ADVICE}", "A court <ordered> it.", "2027-03-01", True)
    own.build()
    page = own.page(f"/v/2026.1/cases/{ADVICE}/")

    assert (done.address, done.also) == (f"/cases/{ADVICE}/", ())
    assert "rent advice" not in page.split("<footer")[0]
    assert "taken out of it on 1 March 2027.Why: A court <ordered> it." in words_of(page)
    assert "rent advice" not in (own.site / "v/2026.1/data/cases.csv").read_text("utf-8")
    assert "TLG-C-MAD3" not in (own.site / "v/2026.1/data/casebook.json").read_text("utf-8")
    after = released(own, "2026.1").files
    own_files = {path for path in before if path.startswith(f"cases/{ADVICE}/")} - {f"cases/{ADVICE}/index.html"}
    lost = own_files | {f"case_studies/{ADVICE}.yml"}
    assert f"cases/{ADVICE}/cite.bib" in lost and done.files == len(lost) + 1
    assert before.keys() - after.keys() == lost
    changed = {path for path in after if after[path] != before[path]}
    tables = {f"data/{name}.csv" for name in ("cases", "sources", "places", "contributors")}
    assert changed == {f"cases/{ADVICE}/index.html", "data/casebook.json"} | tables
    assert "A court &lt;ordered&gt; it." in own.page("/v/2026.1/")
    assert "TLG-C-MAD3" in words_of(read(own.page("/v/2026.1/since/")).main)
    sums = (own.site / "v/2026.1/SHA256SUMS").read_text("utf-8")
    assert f"{after[f'cases/{ADVICE}/index.html']}  cases/{ADVICE}/index.html" in sums


def test_without_a_release_there_is_no_page_of_one(three: Project) -> None:
    assert {"v", "changes"}.isdisjoint(BEFORE["pages"]) and "cases" in BEFORE["pages"]
    assert "version-history" not in BEFORE["case"] and "version-history" in three.page(f"/cases/{VISITS}/")
