"""The checklist of the 19 fields, by somebody who tries to pass a wrong field for a right one, and a
right one for a wrong one."""

from __future__ import annotations

import random

import pytest

from tests.rules.tracking_kit import (
    FACTS,
    NAMES,
    STANDARD,
    STRING,
    TEXT,
    VARIANTS,
    account_of,
    by_key,
    field,
    look,
    tag_of,
)
from wizard.doors import resources
from wizard.rules.finding import Severity
from wizard.rules.models import DataTag
from wizard.rules.tracking import (
    find_analytics,
    judge,
    missing_names,
    needed_set_of,
    open_names,
    summarize,
)


def test_the_table_is_long_and_says_everything_once() -> None:
    assert len(VARIANTS) >= 60
    assert len({seen for seen, _, _ in VARIANTS}) == len(VARIANTS)


@pytest.mark.parametrize(("seen", "wanted", "kinds"), VARIANTS, ids=[ascii(v[0]) for v in VARIANTS])
def test_a_variant_is_taken_for_what_it_is(seen: str, wanted: str, kinds: str) -> None:
    result = look(seen)
    similar = {each.name: each for each in result.fields if each.state == "similar_name"}
    assert list(similar) == ([wanted] if wanted else [])
    assert all(each.state in ("missing", "similar_name") for each in result.fields)
    if wanted:
        assert similar[wanted].similar == seen
        assert " ".join(similar[wanted].difference) == kinds


@pytest.mark.parametrize("wanted", NAMES)
def test_no_variant_harms_a_field_that_is_there(wanted: str) -> None:
    variants = [seen for seen, name, _ in VARIANTS if name == wanted]
    result = look(*variants, wanted, *[seen.upper() for seen in variants])
    assert field(result, wanted).state == "ok"


@pytest.mark.parametrize("wanted", NAMES)
def test_each_of_the_19_is_seen_alone_and_claims_no_other(wanted: str) -> None:
    result = look(wanted)
    states = {each.name: each.state for each in result.fields}
    assert states.pop(wanted) == "ok"
    assert set(states.values()) == {"missing"}


def test_the_standard_fields_are_nobodys_slip_of_the_pen() -> None:
    for which in ("call", "missed"):
        result = look(which=which)
        assert {each.state for each in result.fields} == {"missing"}
        assert {each.state for each in result.standard} == {"ok"}


def test_letters_of_another_alphabet_are_told_one_by_one() -> None:
    found = field(look("utm_sоurсе"), "utm_source")
    told = [(each.at, each.seen, each.wanted, each.script) for each in found.marks]
    assert told == [
        (5, "о", "o", "cyrillic"),
        (8, "с", "c", "cyrillic"),
        (9, "е", "e", "cyrillic"),
    ]


@pytest.mark.parametrize(
    ("seen", "wanted", "at", "stands", "should"),
    [
        ("utm_sourse", "utm_source", 8, "s", "c"),
        ("ipAdress", "ipAddress", 4, "", "d"),
        ("dispossition", "disposition", 6, "s", ""),
        ("generalCall", "generalCallID", 11, "", "ID"),
        ("utm-term", "utm_term", 3, "-", "_"),
        ("id ", "id", 2, " ", ""),
    ],
)
def test_the_place_of_a_slip_is_told(
    seen: str, wanted: str, at: int, stands: str, should: str
) -> None:
    (mark,) = field(look(seen), wanted).marks
    assert (mark.at, mark.seen, mark.wanted) == (at, stands, should)


# What goes before what


def test_two_of_one_name_are_a_duplicate_whatever_their_type() -> None:
    for kinds in ((STRING, STRING), (TEXT, STRING), (TEXT, TEXT)):
        result = look(*[("domain", kind) for kind in kinds])
        found = field(result, "domain")
        assert found.state == "duplicate"
        assert found.found is not None
        assert found.found.type == min(kinds)


@pytest.mark.parametrize("kind", [each for each in FACTS.field_types if each != STRING] + [99])
def test_any_other_type_is_wrong(kind: int) -> None:
    found = field(look(("domain", kind), "Domain", "domain "), "domain")
    assert found.state == "wrong_type"
    assert found.found is not None
    assert found.found.type == kind


def test_an_exact_name_wins_over_what_resembles_it() -> None:
    assert field(look("Domain", "domain", "dоmain"), "domain").state == "ok"


def test_a_similar_name_counts_whatever_its_type() -> None:
    assert field(look(("Domain", TEXT)), "domain").state == "similar_name"


def test_of_two_similar_names_the_nearer_is_shown() -> None:
    for pair in (("domains", "Domain"), ("Domain", "domains")):
        assert field(look(*pair), "domain").similar == "Domain"


def test_one_field_is_not_claimed_twice() -> None:
    every = [seen for seen, _, _ in VARIANTS]
    random.shuffle(every)
    result = look(*every)
    claimed = [each.similar for each in result.fields if each.state == "similar_name"]
    assert len(claimed) == len(set(claimed)) == len({name for _, name, _ in VARIANTS if name})


@pytest.mark.parametrize(
    ("fields", "states"),
    [
        (("utm_team",), {"utm_term": "similar_name"}),
        (("utm_team", "utm_term"), {"utm_term": "ok"}),
        (("utm_term", ("utm_tern", TEXT)), {"utm_term": "ok"}),
        (("ID", "Id", "іd"), {"id": "similar_name"}),
        (("ID", "id", "іd"), {"id": "ok"}),
        (("ID", "id", "id"), {"id": "duplicate"}),
        (("ID", ("id", TEXT)), {"id": "wrong_type"}),
        (("domains",), {"domain": "similar_name"}),
        (("domains", "domain"), {"domain": "ok"}),
        (("geoip", "geoipC"), {}),
        (
            ("geoipCit", "geoipCountr"),
            {"geoipCity": "similar_name", "geoipCountry": "similar_name"},
        ),
        (("geoipCity", "geoipCit"), {"geoipCity": "ok"}),
        (
            ("gaClientID", "gaTrackingID"),
            {"gaClientId": "similar_name", "gaTrackingId": "similar_name"},
        ),
        (("utm_source ", "utm_source"), {"utm_source": "ok"}),
        (("utm_source ", "utm_source\u200b"), {"utm_source": "similar_name"}),
    ],
)
def test_names_that_stand_beside_one_another(
    fields: tuple[tuple[str, int] | str, ...], states: dict[str, str]
) -> None:
    for each in (fields, tuple(reversed(fields))):
        found = {e.name: e.state for e in look(*each).fields if e.state != "missing"}
        assert found == states


def test_a_field_not_needed_is_missed_by_nobody() -> None:
    result = look("Domain", ("fullUrl", TEXT), needed=["disposition"])
    assert field(result, "id").state == "not_needed"
    assert field(result, "disposition").state == "missing"
    # What is there is shown as it is, and nobody is bothered with it.
    assert field(result, "domain").state == "similar_name"
    assert field(result, "fullUrl").state == "wrong_type"
    assert list(by_key(result.findings)) == ["fields_missing"]


# The standard fields


@pytest.mark.parametrize("which", ["call", "missed"])
def test_each_standard_field_missing_is_told(which: str) -> None:
    whole = STANDARD[which]
    for gone, _ in whole:
        left = [each for each in whole if each[0] != gone]
        result = judge(which, tag_of(*left, which=which, standard=False), [], FACTS)
        states = {each.name: each.state for each in result.standard}
        assert states.pop(gone) == "missing"
        assert set(states.values()) == {"ok"}
        (finding,) = result.findings
        assert (finding.key, finding.details["names"]) == ("standard_missing", gone)


@pytest.mark.parametrize("which", ["call", "missed"])
def test_each_standard_field_of_another_type_is_told(which: str) -> None:
    for changed, _ in STANDARD[which]:
        fields = [(name, 7 if name == changed else kind) for name, kind in STANDARD[which]]
        result = judge(which, tag_of(*fields, which=which, standard=False), [], FACTS)
        (finding,) = result.findings
        assert (finding.key, finding.details["names"]) == ("standard_type", changed)
        assert finding.severity is Severity.ERROR


def test_one_standard_field_moved_is_the_only_one_blamed() -> None:
    whole = list(STANDARD["call"])
    for start in range(len(whole)):
        moved = whole[:start] + whole[start + 1 :]
        for place in (0, len(moved)):
            shuffled = [*moved[:place], whole[start], *moved[place:]]
            result = judge("call", tag_of(*shuffled, standard=False), [], FACTS)
            astray = [each.name for each in result.standard if each.state == "out_of_order"]
            if shuffled == whole:
                assert result.findings == ()
            else:
                assert len(astray) == 1
                (finding,) = result.findings
                assert finding.key == "standard_order"
                assert finding.severity is Severity.WARNING


def test_own_fields_between_the_standard_ones_do_no_harm() -> None:
    mixed: list[tuple[str, int]] = []
    for at, each in enumerate(STANDARD["call"]):
        mixed += [each, (f"Своё поле {at}", TEXT), (NAMES[at], STRING)]
    result = judge("call", tag_of(*mixed, standard=False), [], FACTS)
    assert {each.state for each in result.standard} == {"ok"}
    assert result.findings == ()


def test_a_second_standard_name_is_tolerated_if_one_has_the_type() -> None:
    for extra in ("Тип", "Контакт", "Дата"):
        for before in (True, False):
            fields = list(STANDARD["call"])
            fields.insert(0 if before else len(fields), (extra, TEXT))
            result = judge("call", tag_of(*fields, standard=False), [], FACTS)
            assert result.findings == (), (extra, before)


def test_a_second_one_of_the_right_type_out_of_place_is_tolerated() -> None:
    fields = [("Контакт", 13), *STANDARD["call"], ("Дата", 3)]
    assert judge("call", tag_of(*fields, standard=False), [], FACTS).findings == ()


def test_a_standard_name_is_exact() -> None:
    fields = [(name.lower(), kind) for name, kind in STANDARD["missed"]]
    result = judge("missed", tag_of(*fields, which="missed", standard=False), [], FACTS)
    assert {each.state for each in result.standard} == {"missing"}


def test_nothing_is_claimed_of_standard_fields_in_another_language() -> None:
    tag = tag_of(("Date", 3), "domain", standard=False, name="Call")
    result = judge("call", tag, ["domain"], FACTS)
    assert {each.state for each in result.standard} == {"not_checked"}
    assert result.findings == ()


# Which data tag


def test_both_are_found_among_500_others() -> None:
    call, missed = tag_of(which="call"), tag_of(which="missed")
    tags = account_of(missed, call)
    random.shuffle(tags)
    assert find_analytics(tags, "call", FACTS) is call
    assert find_analytics(tags, "missed", FACTS) is missed


@pytest.mark.parametrize("name", ["звонок", "Звонок ", " Звонок", "Звонки", "3вонок", "Call", ""])
def test_a_name_that_is_only_like_it_is_not_it(name: str) -> None:
    tags = account_of(DataTag(7, name, "Телефония"))
    assert find_analytics(tags, "call", FACTS) is None


def test_the_group_of_telephony_is_preferred() -> None:
    other, ours = DataTag(1, "Звонок", "Продажи"), DataTag(2, "Звонок", "Телефония")
    assert find_analytics([other, ours], "call", FACTS) is ours
    assert find_analytics([other], "call", FACTS) is other


def test_what_the_person_picked_wins_and_may_be_gone() -> None:
    picked, ours = DataTag(1, "Call", "Telephony"), DataTag(2, "Звонок", "Телефония")
    assert find_analytics([ours, picked], "call", FACTS, chosen_id=1) is picked
    assert find_analytics([ours], "call", FACTS, chosen_id=1) is ours


# Not there, not read, by hand


def test_without_the_data_tag_that_is_the_one_finding() -> None:
    call = judge("call", None, NAMES, FACTS)
    missed = judge("missed", None, NAMES, FACTS)
    assert [each.key for each in call.findings] == ["analytics_missing"]
    assert {each.state for each in call.fields} == {"missing"}
    assert summarize([call])[0].severity is Severity.ERROR
    assert summarize([missed])[0].severity is Severity.WARNING
    assert summarize([missed], optional_missed=False)[0].severity is Severity.ERROR
    (both,) = summarize([call, missed])
    assert both.severity is Severity.ERROR
    assert both.details["names"] == "Звонок, Пропущенный звонок"
    assert both.details["count"] == "2"


@pytest.mark.parametrize("tag", [None, DataTag(31, "Звонок", "Телефония", None)])
def test_nothing_is_claimed_of_what_was_not_read(tag: DataTag | None) -> None:
    result = judge("call", tag, NAMES, FACTS, tags_seen=tag is not None, ticked=["domain"])
    assert field(result, "domain").state == "ticked"
    assert {each.state for each in result.fields if each.name != "domain"} == {"not_checked"}
    assert {each.state for each in result.standard} == {"not_checked"}
    assert result.findings == ()


def test_a_tick_does_not_hide_what_the_account_says() -> None:
    result = judge("call", tag_of(), NAMES, FACTS, ticked=NAMES)
    assert {each.state for each in result.fields} == {"missing"}


# Putting it together


def test_a_complete_account_gives_no_finding() -> None:
    both = [look(*NAMES, which=which) for which in ("call", "missed")]
    assert summarize(both) == ()
    assert all(missing_names(each, NAMES) == [] == open_names(each, NAMES) for each in both)


def test_findings_of_both_are_one_a_key_with_every_name_once() -> None:
    call = look("Domain", "id", "id", *NAMES[3:8])
    missed = look(("fullUrl", TEXT), which="missed")
    found = by_key(summarize([call, missed]))
    assert list(found) == ["fields_missing", "fields_wrong"]
    wrong = found["fields_wrong"].details
    assert wrong["names"].split(", ") == ["id", "domain", "fullUrl"]
    assert wrong["count"] == "3"
    assert wrong["analytics"] == "Звонок, Пропущенный звонок"
    names = found["fields_missing"].details["names"].split(", ")
    assert sorted(names) == sorted(NAMES)
    assert {each.field for each in found.values()} == {"trackingTable"}


def test_the_gravest_comes_first() -> None:
    call = judge("call", tag_of(*reversed(STANDARD["call"]), standard=False), NAMES, FACTS)
    missed = judge("missed", None, NAMES, FACTS)
    keys = [each.key for each in summarize([call, missed])]
    assert keys == ["fields_missing", "analytics_missing", "standard_order"]


def test_what_is_to_be_made_and_what_is_open() -> None:
    result = look("Domain", ("fullUrl", TEXT), "id", "utm_term", "utm_term")
    needed = ["fullUrl", "utm_term", "domain", "disposition", "id"]
    assert missing_names(result, needed) == ["disposition"]
    assert open_names(result, needed) == ["utm_term", "domain", "disposition", "fullUrl"]


def test_the_ready_made_sets_are_recognised() -> None:
    for key, names in FACTS.needed_sets.items():
        assert needed_set_of(list(reversed(names)), FACTS) == key
    assert needed_set_of([], FACTS) == ""
    assert needed_set_of(NAMES[:-1], FACTS) == ""


def test_every_field_has_its_meaning_in_three_languages() -> None:
    for language in ("ru", "uk", "en"):
        words = resources.texts(language, "field")
        assert [key for key in words if not key.startswith("level.")] == NAMES
        levels = {f"level.{each.level}" for each in FACTS.tracking_fields}
        assert {key for key in words if key.startswith("level.")} == levels
        assert all(isinstance(text, str) and text.strip() == text != "" for text in words.values())
