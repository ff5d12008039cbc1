"""How readers reach the editors: the settings alone say it, each page of a record leads there, and nothing is made up."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from books import outcome, tiny_book
from bs4 import BeautifulSoup, Tag
from pilotbook.casebook import Casebook
from pilotbook.pages.kinds import case, editors, lesson, privacy, reach
from pilotbook.publish.address import editors_of, unreached
from pilotbook.publish.facts import facts_of
from pilotbook.record.editors import Contact, Editors
from projects import FRAME

REPOSITORY = "https://github.com/made-up/book"
HERE = Contact(REPOSITORY, "main", "editors@made-up.example")
Settings = Callable[[str], Path]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    def write(text: str) -> Path:
        (tmp_path / "_config.yml").write_text(text, encoding="utf-8")
        return tmp_path

    return write


def soup(kind: object, told: Editors, base: str = "") -> BeautifulSoup:
    """Give the first page of a kind in the made-up book, whose settings say `told`."""
    recipes = kind.recipes(replace(tiny_book(), editors=told, base=base))  # type: ignore[attr-defined]
    return BeautifulSoup(str(next(recipes).page().body), "html.parser")


def ways(page: BeautifulSoup) -> dict[str, str]:
    """Give where each link of the section "Correct this page" leads, by its words."""
    return {a.get_text(): str(a["href"]) for a in _section(page).find_all("a")}


def _section(page: BeautifulSoup) -> Tag:
    section = page.find("section", class_="correct")
    assert isinstance(section, Tag)
    return section


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("https://github.com/made-up/book", REPOSITORY),
        ("https://github.com/made-up/book/", REPOSITORY),
        ("https://github.com/made-up/book.git", REPOSITORY),
        ("git@github.com:made-up/book.git", ""),
        ("http://github.com/made-up/book", ""),
        ("https://github.com/made-up", ""),
        ("https://github.com/made-up/book/issues", ""),
        ("https://github.com/made-up/book?x=1", ""),
        ("https://user:pass@github.com/made-up/book", ""),
        ('https://github.com/made-up/"onload=', ""),
    ],
)
def test_only_the_address_of_a_repository_is_taken_for_one(settings: Settings, written: str, told: str) -> None:
    root = settings(f"repository: {{url: '{written}'}}\n")

    assert editors_of(root).contact.repository == told
    assert bool(unreached(root)) == (not told)


def test_a_build_says_what_is_missing_or_wrong_and_how_to_mend_it(settings: Settings) -> None:
    mend = "Write 'repository: {url: https://github.com/OWNER/NAME}' there"

    assert unreached(settings("title: Made up\n")) == (
        f"No page leads to the repository of the book, because _config.yml does not name it. {mend}"
    )
    assert unreached(settings("repository: {url: made-up}\n")) == (
        f"No page leads to the repository of the book, because 'made-up' in _config.yml is no address of a repository. {mend}"
    )


def test_settings_of_another_shape_are_no_settings(settings: Settings) -> None:
    root = settings("repository: https://github.com/made-up/book\neditors: us\ncontact: [a]\n")

    assert editors_of(root) == Editors()


@pytest.mark.parametrize(
    ("contact", "mailbox", "page"),
    [
        ("editors@made-up.example", "editors@made-up.example", ""),
        ("https://made-up.example/contact", "", "https://made-up.example/contact"),
        ("mailto:editors@made-up.example", "", ""),
        ("editors@made-up.example?bcc=x@y.example", "", ""),
        ("javascript:alert(1)", "", ""),
        ("the front desk", "", ""),
    ],
)
def test_a_contact_is_a_mailbox_or_a_page_or_nothing(settings: Settings, contact: str, mailbox: str, page: str) -> None:
    found = editors_of(settings(f"contact: '{contact}'\n")).contact

    assert (found.mailbox, found.page) == (mailbox, page)


@pytest.mark.parametrize(
    ("kind", "number", "page", "field"),
    [
        (case, "TLG-C-MAD1", "/cases/madeup-town-doorstep-visits/", "outcomes/O1"),
        (lesson, "TLG-L-MAD1", "/lessons/call-on-families/", "limits"),
    ],
)
def test_correct_this_page_fills_in_page_version_and_field(kind: object, number: str, page: str, field: str) -> None:
    shown = soup(kind, Editors(HERE), base="https://book.example/")

    form = _section(shown).find("form")
    assert isinstance(form, Tag)
    hidden = {str(each["name"]): str(each["value"]) for each in form.find_all("input")}
    fields = [str(option["value"]) for option in form.find_all("option")]
    assert (form["action"], form["method"]) == (f"{REPOSITORY}/issues/new", "get")
    assert hidden["template"] == "correct.yml"
    assert hidden["page"] == f"https://book.example{page}"
    assert hidden["version"].startswith(f"{number}, 2026-")
    assert hidden["title"].startswith(f"Correct {number}: ")
    assert fields[0] == "the whole page" and field in fields and "id" not in fields
    assert shown.find("ul", class_="take").find("a", string="Correct this page")["href"] == "#correct"  # type: ignore[union-attr,index]


def test_a_record_leads_to_its_file_its_history_and_a_message_with_the_page_filled_in() -> None:
    told = ways(soup(case, Editors(HERE)))

    file = "case_studies/madeup-town-doorstep-visits.yml"
    assert told["Edit the file"] == f"{REPOSITORY}/edit/main/{file}"
    assert told["History"] == f"{REPOSITORY}/commits/main/{file}"
    assert told["Add a case"] == "../../contribute/form/"
    mail = urlsplit(told["editors@made-up.example"])
    assert (mail.scheme, mail.path) == ("mailto", "editors@made-up.example")
    body = parse_qs(mail.query)["body"][0]
    assert "Page: /cases/madeup-town-doorstep-visits/\nVersion: TLG-C-MAD1, 2026-" in body


def test_an_outcome_with_a_digit_may_be_chosen_as_it_may_be_read(book_of_one: Callable[..., Casebook]) -> None:
    """Each number on the page of a case needs a record behind it, the choices of its form too."""
    book = replace(book_of_one(outcomes=[outcome(label="Repairs done within 48 hours")]), editors=Editors(HERE))

    page = next(case.recipes(book)).page()

    facts = facts_of(page.path, FRAME.replace("%%BODY%%", str(page.body)), names=())
    assert facts.faults == ()
    option = BeautifulSoup(str(page.body), "html.parser").find("option", value="outcomes/O1")
    assert isinstance(option, Tag) and option.get_text() == "O1: Repairs done within 48 hours"


def test_a_branch_and_a_name_with_odd_letters_stay_one_address() -> None:
    contact = Contact(REPOSITORY, "release/2026")

    assert contact.file("case_studies/lessons/a b.yml", "edit") == (
        f"{REPOSITORY}/edit/release/2026/case_studies/lessons/a%20b.yml"
    )
    assert contact.form("correct", title="50% & more") == (
        f"{REPOSITORY}/issues/new?template=correct.yml&title=50%25%20%26%20more"
    )


@pytest.mark.parametrize("kind", [case, lesson])
def test_without_a_way_a_record_leads_to_the_page_that_says_so(kind: object) -> None:
    shown = soup(kind, Editors())

    assert shown.find("section", class_="correct") is None
    assert shown.find("ul", class_="take").find("a", string="Correct this page")["href"] == "../../contribute/reach/"  # type: ignore[union-attr,index]
    assert "There is no way yet" in soup(reach, Editors()).get_text()


def test_with_a_mailbox_alone_nothing_leads_to_a_repository() -> None:
    shown = soup(case, Editors(Contact(mailbox="editors@made-up.example")))

    assert _section(shown).find("form") is None
    assert set(ways(shown)) == {"editors@made-up.example", "Add a case", "What happens to your words and name"}
    assert "Write to editors@made-up.example" in _section(shown).get_text()
    page = soup(reach, Editors(Contact(mailbox="editors@made-up.example"))).get_text()
    assert "By e-mail" in page and "In the repository" not in page and "There is no way yet" not in page


def test_what_editors_have_not_said_is_told_as_not_filled_in() -> None:
    shown = soup(editors, Editors())

    assert shown.get_text().count("Not filled in yet.") == 2
    assert [code.get_text() for code in shown.select(".missing code")] == [
        "editors: who", "_config.yml", "editors: decides", "_config.yml", "editors: reply", "editors: small", "editors: case",
    ]  # fmt: skip
    assert "Not filled in yet. Nobody has written here who answers in law" in soup(privacy, Editors()).get_text()


def test_what_editors_say_stands_as_they_wrote_it() -> None:
    told = Editors(
        HERE, who="Three <made-up> editors.", decides="The oldest.", answers_for="The office.", reply="in a week"
    )

    assert "Three <made-up> editors." in soup(editors, told).get_text()
    assert "Not filled in yet." not in soup(editors, told).get_text() + soup(privacy, told).get_text()
    assert "To reply: in a week." in soup(editors, told).get_text()


def test_the_privacy_notice_says_what_a_contributor_must_know_before_sending() -> None:
    told = " ".join(soup(privacy, Editors(HERE)).get_text().split())

    assert "before anybody has read it and before any check has run" in told
    assert {"Your words", "Your name", "How you agree", "How something is taken down"} <= {
        heading.get_text() for heading in soup(privacy, Editors(HERE)).find_all("h2")
    }
