"""Plan your own test: sizes equal to statsmodels, baselines with their source, and an entry that proves what came first."""

import json
import subprocess
from collections.abc import Callable
from math import ceil
from pathlib import Path
from typing import Any

import pytest
from books import TINY, book_of, figure, outcome, pages_of, read, source, tiny_book, tiny_pages, words_of
from pilotbook.judgement import gaps
from pilotbook.judgement.baselines import baselines
from pilotbook.pages.kinds import case as case_page
from pilotbook.pages.kinds import gapcell
from pilotbook.pages.kinds.plan import address
from pilotbook.publish import disk, run
from pilotbook.publish.facts import stray_numbers
from pilotbook.publish.git import Repository
from pilotbook.publish.store import Store
from pilotbook.record import Case
from pilotbook.rules import check
from pilotbook.views.stats import power
from statsmodels.stats.power import NormalIndPower
from statsmodels.stats.proportion import proportion_effectsize
from test_scripts import assert_finds_nothing, node

CASE = "case_studies/madeup-vale-hub-letters.yml"
SLUG = "madeup-vale-hub-letters"
PLAN = {
    "before": "40",
    "by": "5",
    "counted": "families",
    "lost": "10",
    "change": "One made-up letter to half of the families, for eight weeks",
    "hypothesis": "If a letter comes then more families come, because they know the day",
    "rule": "Keep it at 5 points or more. Change it at 2 to 5. Drop it below that",
    "stop": "More than three complaints in a week",
    "start": "2099-02",
    "end": "2099-05",
    "cycle": "CY1",
}


def reckoned(**asked: Any) -> dict[str, Any]:
    """Give what the script of the page makes of sizes and plans."""
    told = node("plan.js", told=json.dumps(asked))
    assert_finds_nothing(told)
    return dict(json.loads(told.stdout))


def entry(**changes: str) -> str:
    (told,) = reckoned(plans=[{**PLAN, **changes}])["plans"]
    assert told["missing"] == []
    return str(told["entry"])


# Sizes.

# 150 shares from one in two hundred to nearly all, up and down by 0.3 to 20 points; 150 differences from 0.01 to 1.5 deviations.
SHARES = [("share", 0.5 + 0.52 * n, 0.8 + 0.52 * n + (7 * n % 40) / 2, ("80", "90")[n % 2]) for n in range(150)]
SHARES = [("share", *pair[:: 1 if n % 3 else -1], p) for n, (_, *pair, p) in enumerate(SHARES)]
MEANS = [("mean", (1 + n) / 100 * (1 + 7 * n % 43), 1 + 7 * n % 43, ("80", "90")[n % 2]) for n in range(150)]


def test_the_page_reckons_300_sizes_as_statsmodels_does() -> None:
    asked = [*SHARES, *MEANS]
    assert len(asked) == 300 and len({tuple(each) for each in asked}) == 300
    solve = NormalIndPower().solve_power

    found = reckoned(sizes=asked)["sizes"]

    for (kind, one, other, chance), size in zip(asked, found, strict=True):
        effect = abs(proportion_effectsize(other / 100, one / 100)) if kind == "share" else one / other
        right = solve(effect, alpha=0.05, power=int(chance) / 100, alternative="two-sided")
        # As near as statsmodels itself comes, which seeks its answer step by step.
        assert size == pytest.approx(right, rel=1e-6), (kind, one, other)
        assert ceil(size) == ceil(right)


def test_the_table_of_common_cases_is_that_of_statsmodels() -> None:
    solve = NormalIndPower().solve_power
    rows = [
        (proportion_effectsize(b / 100, a / 100), item)
        for (a, b), item in zip(power.SHARES, power.common_shares(), strict=True)
    ]
    rows += [(tenth / 10, item) for tenth, item in zip(power.MEANS, power.common_means(), strict=True)]

    for effect, item in rows:
        assert item.needed == tuple(ceil(solve(effect, alpha=0.05, power=chance)) for chance in (0.8, 0.9)), item.told
    assert power.design_effect(30, 5) == 2.45


def test_the_page_without_its_script_has_the_table_and_a_sheet_to_fill_in() -> None:
    page = read(tiny_pages()["/plan/"].body)

    table = page.find("table")
    assert table is not None and table.caption is not None
    rows = [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in table.select("tbody tr")]
    assert ["40%", "45%", "1,534", "2,053"] in rows
    named = {str(each["name"]) for each in page.select("form [name]")}
    assert {"area", "outcome", "hypothesis", "rule", "stop", "start", "before", "by", "power"} <= named
    assert not [
        each for each in page.select("form [name]") if each.has_attr("disabled") or each.find_parent(hidden=True)
    ]
    assert stray_numbers(str(tiny_pages()["/plan/"].body)) == []


# What others measured.


def test_a_baseline_is_what_was_there_before_or_without_and_never_the_result() -> None:
    found = {each.path: each.told for each in baselines(tiny_book().cases["madeup-town-doorstep-visits"], {})}

    assert found == {
        "outcomes/O1/baseline": "31%",
        "outcomes/O1/comparison/baseline": "30%",
        "outcomes/O1/comparison/result": "33%",
    }


@pytest.mark.parametrize(
    ("changes", "told", "share"),
    [
        ({"baseline": figure("31")}, ["31%"], ["31"]),
        ({"baseline": figure("31", qualifier="about")}, ["about 31%"], ["31"]),
        ({"baseline": figure("1", qualifier="less_than")}, ["less than 1%"], [""]),
        ({"baseline": figure("31", status="estimate")}, ["31% (estimate)"], [""]),
        ({"baseline": figure("31", status="target")}, [], []),
        ({"baseline": figure("12"), "label": "Rise in made-up visits"}, ["12%"], [""]),
        ({"baseline": figure("0")}, ["0%"], [""]),
        ({"baseline": figure("19", "days")}, ["19 days"], [""]),
        ({"baseline": {"missing": "not_read"}}, [], []),
    ],
)
def test_a_test_starts_only_from_a_measured_share(
    make_case: Callable[..., Case], changes: dict[str, Any], told: list[str], share: list[str]
) -> None:
    found = baselines(make_case(outcomes=[outcome(**changes)]), {})

    assert ([each.told for each in found], [each.share for each in found]) == (told, share)


def test_a_baseline_tells_of_how_many_it_is_and_how_it_was_read(make_case: Callable[..., Case]) -> None:
    n = {"of": "families", "treated": "1200", "comparison": "1300", "source": ["S1"], "locator": "table 2"}
    compared = {"design": "did", "result": figure("33")}
    excerpt = [source(publisher="Madeup University", seen="excerpt", tier="6")]
    case = make_case(outcomes=[outcome(baseline=figure("31"), comparison=compared, n=n)], sources=excerpt)
    first, second = baselines(case, {})
    lost, _ = baselines(case, {"S1": "2026-10-03"})

    assert (first.sample, second.sample, second.of) == ("1,200 families", "1,300 families", "comparison group, after")
    assert (first.publisher, first.read) == ("Madeup University", "read as an excerpt; news or repost only")
    assert lost.read.endswith(
        "; its only source (S1) has not answered since 3 October 2026, and no archived copy is recorded"
    )


def test_the_figures_of_an_outcome_lead_to_their_source_and_stand_beside_as_data() -> None:
    page = tiny_pages()["/plan/reach/"]
    row = read(page.body).select_one("tbody tr")

    assert row is not None
    assert words_of(row) == (
        "Families coming to a made-up hubpilot group, before31%2023843 families"
        "Made-up doorstep visits to bring families to hubs in Madeup TownDifference-in-differencesS1 Madeup University"
    )
    links = [str(link["href"]) for link in row.select("a")]
    assert links == [f"../../cases/madeup-town-doorstep-visits/{end}" for end in ("", "#trace-outcomes-O1-baseline")]
    data = json.loads(page.beside["figures.js"].removeprefix('plan.receive("reach", ').removesuffix(");\n"))
    assert next((each["told"], each["share"], each["anchor"]) for each in data["rows"]) == (
        "31%", "31", "trace-outcomes-O1-baseline",
    )  # fmt: skip
    assert data["rows"][0]["path"] == "TLG-C-MAD1/outcomes/O1/baseline"


def test_an_outcome_without_a_baseline_says_whose_gap_that_is() -> None:
    page = tiny_pages()["/plan/public-money/"]

    assert gaps.no_baseline("“Made-up money”") == (
        "No figure on “Made-up money” from before a pilot, or from people without it, is in this book. "
        "We may not have read it, and others may have one."
    )
    assert gaps.no_baseline("“Made-up money”") in words_of(page.body)


def test_a_record_that_stands_no_more_gives_no_baseline(make_case: Callable[..., Case]) -> None:
    from pilotbook.views.baselines import by_domain

    gone = make_case(
        outcomes=[outcome(baseline=figure("31"))],
        lifecycle={"state": "withdrawn", "reason": "Made up.", "since": "2026-11-21"},
    )

    assert by_domain(book_of({"made-up": gone}))["reach"] == ()


def test_a_cell_of_the_gap_map_leads_to_a_plan_with_its_fields_filled_in() -> None:
    page = next(page for page in pages_of(gapcell, tiny_book()) if page.path == "/gap-map/made-up-hubs/reach/")

    assert "../../../plan/?area=made-up-hubs&outcome=reach" in [
        link.get("href") for link in read(page.body).find_all("a")
    ]
    assert address(approach="made-up-visits") == "/plan/?approach=made-up-visits" and address() == "/plan/"


# The entry.


def with_entry(text: str, entry: str) -> str:
    """Put the entry into a record that has no cycles yet, as a team would."""
    assert "\ncycles:" not in text
    return text.replace("\noutcomes:\n", f"\n{entry}outcomes:\n")


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"drawn": "places", "size": "30", "alike": "0.05", "question": "Do letters help?"},
        {"kind": "mean", "by": "5", "spread": "20", "unit": "days", "power": "90", "end": ""},
        {"hypothesis": 'If "quoted": #1\n\n- then {so}\tand 50% \\ more', "measure": "qualitative"},
    ],
)
def test_the_entry_is_sound_in_a_record_by_the_record_s_own_rules(changes: dict[str, str]) -> None:
    files, _ = disk.read_records(TINY)
    text = files[CASE].decode()

    shelf, problems = check({**files, CASE: with_entry(text, entry(**changes)).encode()})

    assert [str(problem) for problem in problems] == []
    assert shelf is not None
    (cycle,) = shelf.cases[SLUG].cycles
    assert (cycle.id, cycle.start, cycle.result.missing) == ("CY1", "2099-02", "not_yet_due")  # type: ignore[union-attr]
    assert cycle.decision_rule.text.endswith("Stop early: More than three complaints in a week.")  # type: ignore[union-attr]


def test_the_entry_tells_how_many_people_were_planned() -> None:
    assert (
        "One made-up letter to half of the families, for eight weeks. At least 1,534 families in each group (3,068 in all) to see 40% "
        "become 45%. Two-sided at 5%, power 80%. 1,705 in each group at the start."
    ) in entry()


def git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(root), *arguments], check=True)


def commit(root: Path, text: str) -> None:
    (root / CASE).write_text(text, encoding="utf-8")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "made up")


def page_in(root: Path) -> str:
    book = run.with_past(run.open_casebook(root), Repository(root), [SLUG], Store(None))
    page = next(page for page in pages_of(case_page, book) if page.path == f"/cases/{SLUG}/")
    assert stray_numbers(str(page.body)) == []
    return words_of(page.body)


@pytest.mark.parametrize(
    ("versions", "said"),
    [
        (["plan", "result"], "Stated in advance"),
        (["nothing", "result"], "Not known if stated in advance"),
        (["unplanned", "result"], "Stated afterwards"),
    ],
)
def test_in_a_repository_the_case_says_stated_in_advance_where_the_plan_was_committed_first(
    tiny_root: Path, versions: list[str], said: str
) -> None:
    before = (tiny_root / CASE).read_text(encoding="utf-8")
    plan = with_entry(before, entry())
    seen = 'result: {text: "As many came with a letter.", source: [S1], locator: page 2}'
    texts = {
        "nothing": before,
        "plan": plan,
        "unplanned": plan.replace("decision_rule:", "decision_reason:"),
        "result": plan.replace("result: {missing: not_yet_due}", seen),
    }
    for arguments in (("init", "-q"), ("config", "user.name", "Made up"), ("config", "user.email", "made@up.example")):
        git(tiny_root, *arguments)

    for name in versions:
        commit(tiny_root, texts[name])

    page = page_in(tiny_root)
    assert said in page and "As many came with a letter." in page
