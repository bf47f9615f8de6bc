"""Planfix's answers as our values. Knows no network; must not let a wrong shape through unnamed.

Shapes: Planfix REST 1.6.9, with what live accounts were seen to do besides. Optional values may be
missing. The input is the answer with its outermost keys in lower case.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from wizard.doors.answers import (
    ShapeError,
    clean,
    each_of,
    first_of,
    lowered,
    mapping,
    number,
    text,
)
from wizard.rules.models import DataTag, Employee, Entry, Phone, TagField
from wizard.rules.secret import Secret

_DAY = re.compile(r"([0-3][0-9])-([01][0-9])-([0-9]{4})")
_CLOCK = re.compile(r"(?:^|[T ])([0-2]?[0-9]:[0-5][0-9])")
# A date alone comes with the time of midnight, which says nothing.
_DATE, _PERIOD_PARTS = 3, (("from", "to"), ("start", "end"), ("begin", "end"))


def data_tags(answer: Mapping[str, object]) -> list[DataTag]:
    """The list of data tags; the description says ``dataTags``, its example ``dataTag``."""
    found = [
        _data_tag(each, f"dataTags[{at}]")
        for at, each in enumerate(_list(answer, "dataTags", "datatags", "datatag"))
    ]
    # An empty list here means "not filled in": the two data tags of telephony are never without
    # fields, and what has none is asked for by its number.
    return [DataTag(each.id, each.name, each.group, each.fields or None) for each in found]


def data_tag(answer: Mapping[str, object]) -> DataTag:
    """One data tag with its fields; without fields it has none."""
    found = _data_tag(first_of(answer, "datatag"), "dataTag")
    return DataTag(found.id, found.name, found.group, found.fields or ())


def employees(answer: Mapping[str, object]) -> list[Employee]:
    """The list of employees."""
    return [
        _employee(each, f"users[{at}]") for at, each in enumerate(_list(answer, "users", "users"))
    ]


def employee(answer: Mapping[str, object]) -> Employee:
    """One employee."""
    return _employee(first_of(answer, "user"), "user")


def entries(answer: Mapping[str, object]) -> list[Entry]:
    """A page of a data tag's entries; the description's name and those that clients have seen."""
    names = ("datatagentries", "entries", "entrylist")
    found = []
    for at, value in enumerate(_list(answer, "dataTagEntries", *names)):
        place = f"dataTagEntries[{at}]"
        each = mapping(value, place)
        pairs = each_of(each.get("customFieldData"), f"{place}.customFieldData", _entry_value)
        found.append(
            Entry(
                number(each.get("key"), f"{place}.key"), {key: said for key, said in pairs if said}
            )
        )
    return found


def failures(
    answer: Mapping[str, object], secrets: tuple[Secret | None, ...]
) -> tuple[tuple[str, str], ...]:
    """What an update that succeeded did not do: (field, the server's words)."""

    def read(value: object, place: str) -> tuple[str, str]:
        each = lowered(value, place)
        field = clean(text(each.get("field"), f"{place}.field"), secrets)
        return field, clean(text(each.get("error"), f"{place}.error"), secrets)

    return tuple(each_of(answer.get("failures"), "failures", read))


def _list(answer: Mapping[str, object], place: str, *names: str) -> list[object]:
    value = first_of(answer, *names)
    if not isinstance(value, list):
        raise ShapeError(place, "expected a list")
    return value


def _data_tag(value: object, place: str) -> DataTag:
    each = mapping(value, place)
    fields = each.get("fields")
    group = each.get("group")
    return DataTag(
        id=number(each.get("id"), f"{place}.id"),
        name=text(each.get("name"), f"{place}.name"),
        group=text(group.get("name"), f"{place}.group.name") if isinstance(group, dict) else "",
        fields=None if fields is None else tuple(each_of(fields, f"{place}.fields", _tag_field)),
    )


def _tag_field(value: object, place: str) -> TagField:
    each = mapping(value, place)
    return TagField(
        id=number(each.get("id"), f"{place}.id"),
        name=text(each.get("name"), f"{place}.name"),
        type=number(each.get("type"), f"{place}.type"),
    )


def _employee(value: object, place: str) -> Employee:
    each = mapping(value, place)
    short = None
    if "extensionNumber" in each:
        short = text(each["extensionNumber"], f"{place}.extensionNumber")
    return Employee(
        id=number(each.get("id"), f"{place}.id"),
        name=text(each.get("name"), f"{place}.name"),
        midname=text(each.get("midname"), f"{place}.midname"),
        lastname=text(each.get("lastname"), f"{place}.lastname"),
        role=text(each.get("role"), f"{place}.role"),
        status=text(each.get("status"), f"{place}.status"),
        email=text(each.get("email"), f"{place}.email"),
        phones=tuple(each_of(each.get("phones"), f"{place}.phones", _phone)),
        short_number=short,
    )


def _phone(value: object, place: str) -> Phone:
    each = mapping(value, place)
    kind = each.get("type")
    return Phone(
        number=text(each.get("number"), f"{place}.number"),
        # A phone without a type is written back as mobile, the type that the description names 1.
        type=1 if kind is None else number(kind, f"{place}.type"),
    )


def _entry_value(value: object, place: str) -> tuple[int, str]:
    each = mapping(value, place)
    field = mapping(each.get("field"), f"{place}.field")
    kind = field.get("type")
    return number(field.get("id"), f"{place}.field.id"), _said(each.get("value"), kind == _DATE)


def _said(value: object, date_alone: bool = False) -> str:
    """A field's value as text (``Entry``). A form that nobody has described is shown as it came: it
    is a value all the same."""
    if value is None or value is False:
        return ""
    if value is True:
        return "1"
    if isinstance(value, list):
        return ", ".join(filter(None, map(_said, value)))
    if not isinstance(value, dict):
        return text(value, "value")
    for first, last in _PERIOD_PARTS:
        if first in value:
            return "/".join((_clock(value[first]), _clock(value.get(last)))).rstrip("/")
    if "date" in value or "datetime" in value:
        return _date(value, date_alone)
    for name in ("name", "title", "value", "number", "id"):
        if value.get(name) not in (None, ""):
            return _said(value[name])
    return clean(json.dumps(value, ensure_ascii=False)) if value else ""


def _date(value: Mapping[str, object], alone: bool) -> str:
    told = value.get("date") or value.get("datetime")
    words = told if isinstance(told, str) else ""
    found = _DAY.match(words)
    day = f"{found[3]}-{found[2]}-{found[1]}" if found else words[:10]
    clock = "" if alone else _clock(value)
    return f"{day}T{clock}" if day and clock else day


def _clock(value: object) -> str:
    """``HH:MM`` of a time in any of its forms; empty where there is none."""
    if isinstance(value, dict):
        value = value.get("time") or value.get("datetime")
    found = _CLOCK.search(value) if isinstance(value, str) else None
    return found[1].rjust(5, "0") if found else ""
