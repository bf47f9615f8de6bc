"""What the account window may add to the editors of the two data tags."""

from __future__ import annotations

from wizard.doors.resources import facts
from wizard.rules.field_editor import WantedFields, wanted_fields
from wizard.rules.models import DataTag, TagField

ORDER = [("call", "utm_source"), ("call", "domain"), ("missed", "id")]


def tag(number: int, name: str, fields: tuple[str, ...] | None) -> DataTag:
    made = (
        None if fields is None else tuple(TagField(at, each, 0) for at, each in enumerate(fields))
    )
    return DataTag(number, name, fields=made)


def test_an_editor_is_known_by_the_fields_that_the_account_told() -> None:
    tags = {
        "call": tag(1, "Call", ("Date", "gaClientID", "utm_term")),
        "missed": tag(2, "Missed", ("When",)),
    }
    assert wanted_fields(ORDER, tags, facts()) == {
        # The 19 may be taken away by somebody meanwhile: the editor is still the same one.
        "call": WantedFields("Call", ("Date", "gaClientID"), ("utm_source", "domain")),
        "missed": WantedFields("Missed", ("When",), ("id",)),
    }


def test_without_a_look_at_the_account_the_documented_fields_have_to_do() -> None:
    made = wanted_fields(ORDER, {}, facts())
    assert made["call"].title == "Звонок"
    assert made["call"].existing == tuple(name for name, _ in facts().analytics["call"].standard)


def test_what_cannot_be_told_from_another_page_is_left_out() -> None:
    unread = {"call": tag(1, "Call", None), "missed": tag(2, "Missed", ("utm_source",))}
    assert wanted_fields(ORDER, unread, facts()) == {}
    assert set(wanted_fields(ORDER[:1], {}, facts())) == {"call"}, "nothing is missing in the other"
