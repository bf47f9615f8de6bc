"""The rows of an editor: the account's own order, ghosts after its standard fields, nothing lost, nothing twice."""

from __future__ import annotations

import random
import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.test_tracking_anything import ANY_FIELDS
from tests.rules.tracking_kit import FACTS, NAMES, STANDARD, STRING, TEXT, tag_of
from wizard.rules.models import DataTag
from wizard.rules.tracking import OPEN, judge
from wizard.rules.tracking_editor import (
    EditorRow,
    count_rows,
    editor_rows,
    folded,
    next_to_paste,
    paste_order,
)

Fields = tuple[str, int] | str


def rows_of(
    *fields: Fields, which: str = "call", needed: list[str] = NAMES, standard: bool = True
) -> tuple[EditorRow, ...]:
    tag = tag_of(*fields, which=which, standard=standard)
    return editor_rows(judge(which, tag, needed, FACTS), needed, FACTS)


def told(rows: tuple[EditorRow, ...]) -> list[tuple[str, str, str]]:
    return [(each.kind, each.name, each.state) for each in rows]


@pytest.mark.parametrize("which", ["call", "missed"])
def test_a_complete_editor_is_told_as_the_account_lists_it(which: str) -> None:
    rows = rows_of("Скидка", *NAMES, ("Заметка", TEXT), which=which)
    standard = [name for name, _ in STANDARD[which]]
    assert [each.name for each in rows] == [*standard, "Скидка", *NAMES, "Заметка"]
    kinds = ["standard"] * len(standard) + ["other"] + ["tracking"] * 19 + ["other"]
    assert [each.kind for each in rows] == kinds
    assert {each.state for each in rows if each.kind != "other"} == {"ok"}
    assert not any(each.to_do for each in rows)
    assert [each.type for each in rows if each.kind == "standard"] == [
        k for _, k in STANDARD[which]
    ]


def test_ghosts_stand_after_the_last_standard_field_of_the_account() -> None:
    # Somebody has put own fields between, before and behind the standard ones.
    whole = list(STANDARD["call"])
    rows = rows_of(
        "Первое", *whole[:5], "id", *whole[5:], "Последнее", standard=False, needed=["id", "domain"]
    )
    names = [each.name for each in rows]
    assert names == ["Первое", *(n for n, _ in whole[:5]), "id", *(n for n, _ in whole[5:]), "domain",
                     "Последнее"]  # fmt: skip
    ghost = rows[-2]
    assert (ghost.kind, ghost.state, ghost.type, ghost.wanted) == ("ghost", "missing", 0, "domain")


def test_only_what_is_needed_has_a_ghost() -> None:
    assert [each.name for each in rows_of(needed=["fullUrl", "id"]) if each.kind == "ghost"] == [
        "id",
        "fullUrl",
    ]
    assert not [each for each in rows_of(needed=[]) if each.kind == "ghost"]


def test_a_field_that_is_wrong_has_no_ghost_beside_it() -> None:
    rows = rows_of(
        ("utm_campaign", TEXT), "gaClientID", "domain", "domain",
        needed=["utm_campaign", "gaClientId", "domain"],
    )  # fmt: skip
    assert told(rows)[len(STANDARD["call"]) :] == [
        ("tracking", "utm_campaign", "wrong_type"),
        ("tracking", "gaClientID", "similar_name"),
        ("tracking", "domain", "duplicate"),
        ("tracking", "domain", "duplicate"),
    ]
    assert [each.wanted for each in rows[-4:]] == ["utm_campaign", "gaClientId", "domain", "domain"]
    assert rows[-3].marks
    assert all(each.to_do for each in rows[-4:])


def test_of_two_similar_ones_the_other_is_the_companys_own() -> None:
    rows = rows_of("domains", "Domain", needed=["domain"])
    assert [(e.kind, e.name) for e in rows[-2:]] == [("other", "domains"), ("tracking", "Domain")]


def test_what_nobody_needs_bothers_nobody() -> None:
    rows = rows_of(("utm_campaign", TEXT), "Domain", needed=[])
    assert [(each.state, each.needed, each.to_do) for each in rows[-2:]] == [
        ("wrong_type", False, False),
        ("similar_name", False, False),
    ]
    assert count_rows(rows).wrong == 0


def test_standard_fields_that_are_wrong_are_told_in_their_place() -> None:
    whole = list(STANDARD["missed"])
    changed = [whole[1], whole[0], (whole[2][0], TEXT), *whole[4:]]
    rows = rows_of(*changed, which="missed", needed=[], standard=False)
    assert (
        told(rows)
        == [
            ("standard", whole[1][0], "ok"),
            ("standard", whole[0][0], "out_of_order"),
            ("standard", whole[2][0], "wrong_type"),
            ("ghost", whole[3][0], "missing"),
            ("standard", whole[4][0], "ok"),
            ("standard", whole[5][0], "ok"),
        ]
        or told(rows)[0][2] == "out_of_order"
    )
    ghost = next(each for each in rows if each.kind == "ghost")
    assert (ghost.name, ghost.type, ghost.wanted) == (whole[3][0], whole[3][1], "")


@pytest.mark.parametrize("which", ["call", "missed"])
def test_the_ghost_of_a_standard_field_stands_where_the_help_has_it(which: str) -> None:
    whole = [name for name, _ in STANDARD[which]]
    for gone in whole:
        left = [each for each in STANDARD[which] if each[0] != gone]
        rows = rows_of(*left, which=which, standard=False, needed=[])
        assert [each.name for each in rows] == whole
        assert [each.name for each in rows if each.kind == "ghost"] == [gone]


def test_without_any_standard_field_all_of_them_come_first() -> None:
    rows = rows_of("Своё", standard=False, needed=["id"])
    assert [each.name for each in rows] == [*(n for n, _ in STANDARD["call"]), "Своё", "id"]


def test_in_another_language_ghosts_follow_what_looks_like_the_standard_fields() -> None:
    foreign = [(f"Field {at}", kind) for at, (_, kind) in enumerate(STANDARD["call"])]
    tag = tag_of(*foreign, "Own", "domain", standard=False, name="Call")
    rows = editor_rows(judge("call", tag, ["id", "domain"], FACTS), ["id", "domain"], FACTS)
    assert told(rows) == [
        *(("standard", name, "not_checked") for name, _ in foreign),
        ("ghost", "id", "missing"),
        ("other", "Own", "own"),
        ("tracking", "domain", "ok"),
    ]
    assert not any(each.to_do for each in rows if each.kind == "standard")


def test_in_another_language_and_another_order_ghosts_come_last() -> None:
    tag = tag_of(("Number", 1), ("Date", 3), standard=False, name="Call")
    rows = editor_rows(judge("call", tag, ["id"], FACTS), ["id"], FACTS)
    assert told(rows) == [
        ("other", "Number", "own"), ("other", "Date", "own"), ("ghost", "id", "missing")
    ]  # fmt: skip


# Not there, not read, not wanted


def test_a_data_tag_that_is_not_there_is_all_ghosts() -> None:
    result = judge("call", None, ["id"], FACTS)
    rows = editor_rows(result, ["id"], FACTS)
    assert {each.kind for each in rows} == {"ghost"}
    assert [each.name for each in rows] == [*(name for name, _ in STANDARD["call"]), "id"]
    assert [each.name for each in rows if each.needed] == ["id"], "nobody can add standard fields"


@pytest.mark.parametrize("tag", [None, DataTag(31, "Звонок", "Телефония", None)])
def test_what_was_not_read_is_ticked_by_hand_in_the_same_picture(tag: DataTag | None) -> None:
    needed, ticked = ["id", "domain", "fullUrl"], ["domain", "utm_term"]
    result = judge("call", tag, needed, FACTS, tags_seen=tag is not None, ticked=ticked)
    rows = editor_rows(result, needed, FACTS, ticked)
    assert told(rows) == [
        *(("standard", name, "not_checked") for name, _ in STANDARD["call"]),
        ("tracking", "id", "not_checked"),
        ("tracking", "utm_term", "ticked"),
        ("tracking", "domain", "ticked"),
        ("tracking", "fullUrl", "not_checked"),
    ]
    counts = count_rows(rows)
    assert (counts.ticked, counts.needed) == (1, 3), "what is not needed does not count"


def test_a_data_tag_that_nobody_wants_shows_what_is_there_and_asks_for_nothing() -> None:
    tag = tag_of(("id", TEXT), *STANDARD["missed"][1:], which="missed", standard=False)
    rows = editor_rows(judge("missed", tag, [], FACTS), [], FACTS, off=True)
    assert not [each for each in rows if each.kind == "ghost"]
    assert not any(each.to_do or each.needed for each in rows)
    assert len(rows) == len(tag.fields or ())


# Counting, folding


def test_a_field_that_is_there_twice_is_one_thing_to_do() -> None:
    rows = rows_of(
        "id", "id", ("domain", TEXT), "utm_term", needed=["id", "domain", "utm_term", "fullUrl"]
    )
    counts = count_rows(rows)
    assert (counts.needed, counts.good, counts.wrong, counts.missing) == (4, 1, 2, 1)


def test_quiet_standard_fields_fold_and_troubled_ones_never() -> None:
    rows = rows_of(needed=[])
    shown = folded(rows)
    assert [each.kind for each in shown] == ["standard", "standard", "fold"]
    assert shown[-1].type == len(STANDARD["call"]) - 2
    whole = list(STANDARD["call"])
    whole[4] = (whole[4][0], TEXT)
    troubled = folded(rows_of(*whole, standard=False, needed=[]))
    assert [(e.kind, e.state) for e in troubled] == [
        ("standard", "ok"), ("standard", "ok"), ("fold", "ok"),
        ("standard", "wrong_type"),
        ("standard", "ok"), ("standard", "ok"), ("fold", "ok"),
    ]  # fmt: skip


def test_one_row_is_never_folded_by_itself() -> None:
    rows = rows_of(needed=[])[:3]
    assert folded(rows) == rows


# One paste after the other


def test_pasting_goes_through_one_editor_and_then_the_other() -> None:
    needed = ["id", "utm_term", "domain", "fullUrl"]
    call = judge("call", tag_of(("id", TEXT), "Domain", "utm_term", "utm_term"), needed, FACTS)
    missed = judge("missed", tag_of("id", which="missed"), ["id", "domain"], FACTS)
    order = paste_order([(call, needed), (missed, ["id", "domain"])])
    assert order == [("call", "id"), ("call", "domain"), ("call", "fullUrl"), ("missed", "domain")]
    walked = [None, *order]
    for last, following in pairwise(walked):
        assert next_to_paste(order, last, NAMES) == following
    assert next_to_paste(order, order[-1], NAMES) == order[0], "and from the start again"


def test_what_was_found_meanwhile_does_not_lose_the_place() -> None:
    order = [("call", "domain"), ("call", "fullUrl"), ("missed", "id")]
    assert next_to_paste(order, ("call", "utm_term"), NAMES) == ("call", "domain")
    assert next_to_paste(order, ("call", "fullUrl"), NAMES) == ("missed", "id")
    assert next_to_paste(order, ("call", "no such name"), NAMES) == ("call", "domain")
    assert next_to_paste([], ("call", "domain"), NAMES) is None


# Whatever the account holds


@given(
    fields=ANY_FIELDS,
    needed=st.sets(st.sampled_from(NAMES)),
    which=st.sampled_from(["call", "missed"]),
)
def test_no_field_of_the_account_is_lost_or_told_twice(
    fields: list[tuple[str, int]], needed: set[str], which: str
) -> None:
    tag = tag_of(*fields, which=which, standard=False)
    result = judge(which, tag, needed, FACTS)
    rows = editor_rows(result, needed, FACTS)
    there = [(each.name, each.type) for each in rows if each.kind != "ghost"]
    assert there == fields
    ghosts = [each.wanted for each in rows if each.kind == "ghost" and each.wanted]
    assert ghosts == [each.name for each in result.fields if each.state == "missing"]
    unfolded = folded(rows)
    assert sum(each.type if each.kind == "fold" else 1 for each in unfolded) == len(rows)
    troubled = [each for each in rows if each.to_do]
    assert [each for each in unfolded if each.to_do] == troubled
    left = [each.name for each in result.fields if each.state in OPEN and each.name in needed]
    assert {
        each.wanted for each in rows if each.to_find and each.wanted and each.kind != "standard"
    } == set(left)


def test_300_fields_take_few_steps() -> None:
    source = random.Random(2)  # noqa: S311 - odd names, no secret
    odd = ["".join(source.choices("abcdeimou_tsr", k=source.randint(2, 30))) for _ in range(281)]
    result = judge("call", tag_of(*odd, *NAMES), NAMES, FACTS)
    calls = 0

    def count(*_: object) -> None:
        nonlocal calls
        calls += 1

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        rows = editor_rows(result, NAMES, FACTS)
        folded(rows)
        count_rows(rows)
    finally:
        sys.setprofile(before)
    assert len(rows) == 300 + len(STANDARD["call"])
    assert calls < 20_000
    assert rows[-1].type == STRING
