"""A slip of the pen in words: which letter it is, what stands there, what should. And names shown with all in them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.tracking_kit import NAMES, VARIANTS
from wizard.doors import resources
from wizard.rules.catalogue import Catalogue
from wizard.rules.name_words import OPEN_BOX, Place, places, visible
from wizard.rules.names import likeness


def told(wanted: str, seen: str) -> list[tuple[str, int, str, str]]:
    how = likeness(wanted, seen)
    assert how is not None, seen
    return [tuple(each) for each in places(seen, how.marks)]


@pytest.mark.parametrize(
    ("wanted", "seen", "expected"),
    [
        ("utm_source", "utm_sоurce", [("look_alike_cyrillic", 6, "о", "o")]),
        ("dispοsition".replace("ο", "o"), "dispοsition", [("look_alike_greek", 5, "ο", "o")]),
        ("id", "ｉd", [("look_alike", 1, "ｉ", "i")]),
        ("fullUrl", "fullUr1", [("look_alike", 7, "1", "l")]),
        ("gaClientId", "gaClientID", [("case", 10, "D", "d")]),
        ("utm_source", "UTM_SOURCE", [("case_many", 9, "", "")]),
        ("id", " id", [("space_start", 1, "", "")]),
        ("id", "id  ", [("space_end", 3, "", "")]),
        ("fullUrl", "full Url", [("space_in", 5, "", "")]),
        ("domain", "dom\u200bain", [("unseen", 4, "", "")]),
        ("domain", "domain\u00a0", [("unseen", 7, "", "")]),
        ("domain", "domain\n", [("unseen", 7, "", "")]),
        ("utm_term", "utm-term", [("other", 4, "-", "_")]),
        ("utm_term", "utmterm", [("too_few", 3, "", "_")]),
        ("utm_term", "utm_term_", [("too_many", 9, "_", "")]),
        ("utm_source", "utm_sourse", [("other", 9, "s", "c")]),
        ("ipAddress", "ipAdress", [("too_few", 4, "", "d")]),
        ("domain", "omain", [("too_few_start", 0, "", "d")]),
        ("domain", "domains", [("too_many", 7, "s", "")]),
        ("generalCallID", "generalCall", [("cut", 12, "", "ID")]),
    ],
)
def test_a_place_is_told(wanted: str, seen: str, expected: list[tuple[str, int, str, str]]) -> None:
    assert told(wanted, seen) == expected


def test_an_accent_of_its_own_is_no_letter_to_count() -> None:
    seen = unicodedata.normalize("NFD", "dóm-ain")
    assert told("domain", seen)[-1] == ("too_many", 4, "-", "")


def test_no_more_places_than_anybody_reads() -> None:
    found = told("timeSpentOnSiteBeforeMakeCall", "tіmеSреntОnSіtеBеfоrеMаkеCаll")
    assert len(found) == 5
    assert found[-1][0] == "more"
    assert found[-1][1] > 3


def test_the_sentence_of_the_issue() -> None:
    words = Catalogue(resources.texts, "ru")
    (place,) = (Place(*each) for each in told("utm_source", "utm_sоurce"))
    said = words.text(f"difference.{place.key}", n=place.n, seen=place.seen, wanted=place.wanted)
    assert said == "6-я буква «о» — кириллическая, нужна латинская «o»"


@pytest.mark.parametrize("language", ["ru", "uk", "en"])
def test_every_difference_has_words(language: str) -> None:
    words = Catalogue(resources.texts, language)
    for seen, wanted, _ in VARIANTS:
        if not wanted:
            continue
        for each in (Place(*place) for place in told(wanted, seen)):
            said = words.text(
                f"difference.{each.key}", n=each.n, seen=each.seen, wanted=each.wanted
            )
            assert "{" not in said
            assert not each.wanted or each.wanted in said or each.key == "case_many"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Своё поле", "Своё поле"),
        ("id", "id"),
        (" id", "␣id"),
        ("id ", "id␣"),
        ("a  b", "a␣␣b"),
        ("utm_\u200bterm", "utm_␣term"),
        ("\u202eutm", "␣utm"),
        ("a\nb\tc", "a␣b␣c"),
        ("a\u00a0b", "a␣b"),
        ("", ""),
        (" ", "␣"),
    ],
)
def test_nothing_in_a_name_stays_unseen(name: str, shown: str) -> None:
    assert visible(name) == shown


@given(st.text(max_size=60))
def test_showing_a_name_never_changes_what_is_seen(name: str) -> None:
    shown = visible(name)
    assert len(shown) == len(name)
    assert all(char in (was, OPEN_BOX) for char, was in zip(shown, name, strict=True))
    assert not any(unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp") for char in shown)


@given(st.sampled_from(NAMES), st.data())
def test_whatever_differs_is_told_somewhere(wanted: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(wanted)))
    seen = wanted[:at] + data.draw(st.sampled_from(" \u200b-_ж1")) + wanted[at:]
    how = likeness(wanted, seen)
    if how is not None:
        assert places(seen, how.marks)
