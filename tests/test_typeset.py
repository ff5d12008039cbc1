"""Letters: those that people here write are set; one that no typeface has is a box, is counted in words, and stops nothing."""

import io
import json
from dataclasses import replace

import pypdf
import pytest
import typst
from pilotbook.pages.brief import Brief, Item, Section
from pilotbook.pages.poster import Poster
from pilotbook.publish import briefs, share, typeset

DAY = "2026-11-27"
BRIEF = Brief(
    kind="Case study",
    title="Made-up visits",
    lead="Made up for a test.",
    verdict=(("What was tried", "Visits."),),
    sections=(Section("Sources", (Item("S1. A made-up source"),)),),
    also=(),
    id="TLG-C-MAD9",
    reviewed="27 November 2026",
    licence="CC-BY-4.0",
)
SET = {
    "Bengali": "বাংলা হ্যাঁ ক্ষমতা",
    "Punjabi": "ਪੰਜਾਬੀ ਸ਼੍ਰੀ",
    "Gujarati": "ગુજરાતી કેમ છો",
    "Tamil": "தமிழ் நன்றி",
    "Urdu": "اردو ٹھیک ہے",
    "Arabic with its vowels": "مُحَمَّد",
    "Chinese": "中文 繁體",
    "Japanese and Korean": "日本語 ひらがな 한국어",
    "Polish, Welsh and Ukrainian": "żółć ŵyl їжак Ґанок",
    "Hindi, Thai, Amharic and Armenian": "हिन्दी ไทย አማርኛ Հայ",
    "symbols": "→ ≥ ½ ² ☑ ★ № ﬁ \uff21",
    "emoji": "👍 🏠 👩\u200d👧 🇬🇧 1\ufe0f\u20e3",
}


def words_of(data: bytes) -> str:
    return " ".join(pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text().split())


def told(**words: object) -> str:
    whole = {"title": "t", "kind": "k", "verdict": [], "book": "b", "lang": "en", **words}
    return json.dumps(whole, ensure_ascii=False)


def settled(text: str) -> tuple[str, int]:
    """Give a title as a picture sets it, and how many letters of it are boxes."""
    _, words, unset = typeset._settable("poster", told(title=text), 0)
    return json.loads(words)["title"], unset


@pytest.mark.parametrize("text", SET.values(), ids=SET)
def test_what_people_here_write_is_set(text: str) -> None:
    assert settled(text) == (text, 0)
    assert "could not be set" not in words_of(briefs.set_page(replace(BRIEF, title=text), DAY))


@pytest.mark.parametrize(
    ("text", "shown", "unset"),
    [
        ("ᚠ", "□", 1),
        ("a 𒀀𓀀 b 𒀀", "a □□ b □", 3),
        ("𠀀 of 中", "□ of 中", 1),
        # A mark on a letter of another typeface: Typst would set the mark and drop the letter.
        ("日\u0301本", "□本", 1),
        ("मे\u20dd", "म□", 1),
        ("e\u0301 ї\u0301", "e\u0301 ї\u0301", 0),
    ],
)
def test_a_letter_of_no_typeface_is_a_box_and_is_counted(text: str, shown: str, unset: int) -> None:
    assert settled(text) == (shown, unset)


def test_a_brief_says_in_words_how_many_letters_it_lacks_and_where_they_are() -> None:
    one = words_of(briefs.set_page(replace(BRIEF, lead="A made-up ᚠ."), DAY))
    three = words_of(briefs.set_page(replace(BRIEF, title="ᚠ 𒀀", lead="A made-up ᚠ."), DAY))

    assert "A made-up □." in one
    assert "1 letter could not be set here: □ stands in place of each, and the page of this record has them." in one
    # The title stands once on the page; its name in the file holds the same letters.
    assert "3 letters could not be set here" in three
    assert "could not be set" not in words_of(briefs.set_page(BRIEF, DAY))


def test_a_picture_says_so_too() -> None:
    plain = share.picture(Poster("Case study", "□", ()))

    assert share.picture(Poster("Case study", "ᚠ", ())) != plain
    assert typeset._compiled("poster", told(title="□"), 1, format="png", ppi=72) != typeset._compiled(
        "poster", told(title="□"), 0, format="png", ppi=72
    )


def test_the_same_letters_give_the_same_bytes() -> None:
    brief, poster = replace(BRIEF, title="বাংলা ᚠ 中文"), Poster("Case study", "বাংলা ᚠ 中文", ())

    assert briefs.set_page(brief, DAY) == briefs.set_page(brief, DAY)
    assert share.picture(poster) == share.picture(poster)


def test_plain_words_are_set_in_one_go(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("nothing is to be tried")

    monkeypatch.setattr(typeset, "_settable", never)

    assert share.picture(Poster("Case study", "Café – “made up”, £4 × 2", ())).startswith(b"\x89PNG")


def test_what_no_letter_is_to_blame_for_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> bytes:
        raise typst.TypstError("made up")

    monkeypatch.setattr(typeset, "_compiled", fail)

    with pytest.raises(typst.TypstError, match="made up"):
        typeset.pdf("brief", told(title="日本"), 0)
