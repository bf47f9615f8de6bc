"""Reads the parameters of REST calls and writes what they return. No HTTP here.

Sources: the official description 1.6.9 and facts on Planfix, 2.6, 4 and 5. Filters on telephones
and short numbers mean «contains», over the digits as they were typed into the account.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, TypeVar

from wizard.demo.model import Entry, Model, Person, PhoneRow, Tag, TagFieldRow, digits

T = TypeVar("T")

TAG_MINIMUM = ("id", "name")
USER_MINIMUM = ("id", "name")
ENTRY_MINIMUM = ("key",)
_INT32 = 2**31 - 1
_DAY = "%d-%m-%Y"


class Refused(Exception):  # noqa: N818 - an answer of the API, not a mistake of ours
    """An answer with the error object. ``status`` 0 leaves the HTTP status to the call."""

    def __init__(self, code: int, text: str, status: int = 0) -> None:
        super().__init__(text)
        self.code = code
        self.text = text
        self.status = status


def body_of(raw: bytes) -> Mapping[str, Any]:
    """The JSON object of a request; nothing sent counts as an empty one."""
    if not raw.strip():
        return {}
    try:
        body = json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError):
        raise Refused(30, "Rest API error, not valid JSON") from None
    if not isinstance(body, dict):
        raise Refused(41, "Request body must be a JSON object")
    return body


def _whole(body: Mapping[str, Any], name: str, default: int, low: int, high: int) -> int:
    value = body.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise Refused(41, f"{name} must be an integer from {low} to {high}")
    return value


def page(body: Mapping[str, Any], items: Sequence[T]) -> Sequence[T]:
    """The page that was asked for. At most a hundred items."""
    offset = _whole(body, "offset", 0, 0, _INT32)
    size = _whole(body, "pageSize", 100, 1, 100)
    return items[offset : offset + size]


def split(fields: str | None, minimum: tuple[str, ...]) -> tuple[str, ...]:
    """Names of fields from a list with commas."""
    if not fields or not fields.strip():
        return minimum
    return tuple(name.strip() for name in fields.split(",") if name.strip())


def names(body: Mapping[str, Any], minimum: tuple[str, ...]) -> tuple[str, ...]:
    """The same from a body."""
    fields = body.get("fields")
    if fields is not None and not isinstance(fields, str):
        raise Refused(41, "fields must be a string")
    return split(fields, minimum)


# --- analytics


def find_tag(model: Model, number: str, status: int) -> Tag:
    """The analytics of a path."""
    found = model.tag(int(number)) if re.fullmatch(r"[0-9]{1,15}", number) else None
    if found is None:
        raise Refused(6000, f"Data tag not found by id {number[:40]}", status)
    return found


def tag(each: Tag, wanted: tuple[str, ...]) -> dict[str, Any]:
    """An analytics as REST tells it."""
    whole: dict[str, Any] = {
        "id": each.id,
        "name": each.name,
        "group": {"id": each.group_id, "name": each.group},
        "fields": [_field(row) for row in each.fields],
    }
    return {name: whole[name] for name in wanted if name in whole}


def _field(row: TagFieldRow) -> dict[str, Any]:
    told: dict[str, Any] = {"id": row.id, "name": row.name, "type": row.type, "objectType": 4}
    if row.type in (8, 20):
        told["enumValues"] = row.values
    if row.type in (9, 15):
        told["directoryId"] = 10
    return told


def entry(each: Entry, of: Tag, wanted: tuple[str, ...]) -> dict[str, Any]:
    """A record of an analytics. Values come only for fields that are asked for by number."""
    whole: dict[str, Any] = {
        "key": each.key,
        "dataTag": tag(of, TAG_MINIMUM),
        "commentId": each.key + 5000,
    }
    if each.contact:
        whole["contact"] = {"id": each.contact}
    if each.task:
        whole["task"] = {"id": each.task}
    told = {name: whole[name] for name in wanted if name in whole}
    values = [
        {"field": _field(row), "value": each.values[str(row.id)]}
        for row in of.fields
        if str(row.id) in wanted and str(row.id) in each.values
    ]
    if values:
        told["customFieldData"] = values
    return told


def entries(model: Model, of: Tag, body: Mapping[str, Any]) -> list[Entry]:
    """Records of an analytics, oldest first."""
    found = sorted(
        (each for each in model.entries if each.tag == of.id), key=lambda each: (each.at, each.key)
    )
    task = _whole(body, "taskId", 0, 0, 2**63 - 1)
    if task:
        found = [each for each in found if each.task == task]
    contact = str(body.get("contactId", "")).removeprefix("contact:")
    if contact:
        found = [each for each in found if str(each.contact) == contact]
    for one in _filters(body):
        if one.get("type") != 3101:
            raise Refused(41, "Filter type is not supported")
        row = next((row for row in of.fields if row.id == one.get("field")), None)
        if row is None or row.type not in (3, 5, 28):
            raise Refused(41, "Filter field is not a date of this data tag")
        first, last = _range(one.get("value"))
        found = [
            each for each in found if _holds(_date(each, row), str(one["operator"]), first, last)
        ]
    return found


def _date(each: Entry, row: TagFieldRow) -> datetime | None:
    value = each.values.get(str(row.id))
    if value is None:
        return None
    return _parse(f"{value['date']} {value['time']}", _DAY + " %H:%M")


def _holds(at: datetime | None, operator: str, first: datetime, last: datetime) -> bool:
    if at is None:
        return operator == "notequal"
    inside = first <= at <= last
    return {"equal": inside, "notequal": not inside, "gt": at > last, "lt": at < first}[operator]


def _range(value: object) -> tuple[datetime, datetime]:
    if not isinstance(value, dict):
        raise Refused(41, "Filter value must be an object with dateType")
    kind = value.get("dateType")
    today = datetime.now().astimezone().replace(tzinfo=None)  # a wall clock, as entries are kept
    if kind == "otherRange_withTime":
        shape = _DAY + " %H:%M"
        return _parse(value.get("dateFrom"), shape), _parse(value.get("dateTo"), shape)
    if kind == "otherRange":
        first, last = _parse(value.get("dateFrom"), _DAY), _parse(value.get("dateTo"), _DAY)
    elif kind == "otherDate":
        first = last = _parse(value.get("dateValue"), _DAY)
    elif kind == "today":
        first = last = today
    elif kind == "yesterday":
        first = last = today - timedelta(days=1)
    else:
        raise Refused(41, "dateType is not supported")
    return (
        first.replace(hour=0, minute=0, second=0, microsecond=0),
        last.replace(hour=23, minute=59, second=59, microsecond=0),
    )


def _parse(text: object, shape: str) -> datetime:
    return _parsed(str(text), shape)


@lru_cache(maxsize=4096)
def _parsed(text: str, shape: str) -> datetime:
    """Remembered: the entries of a day have the same date, and an account may hold a million."""
    try:
        return datetime.strptime(text, shape)  # noqa: DTZ007 - local time of the account
    except ValueError:
        raise Refused(41, "Date must look like 31-12-2026") from None


def _filters(body: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    filters = body.get("filters") or []
    if not isinstance(filters, list) or not all(isinstance(each, dict) for each in filters):
        raise Refused(41, "filters must be an array of objects")
    for each in filters:
        for name in ("type", "operator", "value"):
            if name not in each:
                raise Refused(40, f"{name} of the filter is required")
        if each["operator"] not in ("equal", "notequal", "gt", "lt"):
            raise Refused(41, "operator must be equal, notequal, gt or lt")
    return filters


# --- employees


def find_person(model: Model, number: str, what: str, status: int) -> Person:
    """The employee of a path: ``1`` or ``user:1``."""
    found = re.fullmatch(r"(?:user:)?([0-9]{1,15})", number)
    person = model.person(int(found.group(1))) if found else None
    if person is None:
        raise Refused(4000, f"{what} not found by id - {number[:40]}", status)
    return person


def people(model: Model, body: Mapping[str, Any]) -> list[Person]:
    """Employees, by number, as the filters leave them."""
    active = body.get("onlyActive", False)
    if not isinstance(active, bool):
        raise Refused(41, "onlyActive must be a boolean")
    found = [each for each in model.people if not active or each.status != "Inactive"]
    short = model.short_numbers()
    for one in _filters(body):
        kind, operator = one["type"], one["operator"]
        if kind not in (9002, 9004) or operator not in ("equal", "notequal"):
            raise Refused(41, "Filter type or operator is not supported")
        part = digits(str(one["value"]))
        if not part:
            raise Refused(41, "Filter value must have digits")
        kept = []
        for each in found:
            texts = (
                [phone.number for phone in each.phones] if kind == 9002 else short.get(each.id, [])
            )
            if any(part in digits(text) for text in texts) == (operator == "equal"):
                kept.append(each)
        found = kept
    return found


def user(model: Model, person: Person, wanted: tuple[str, ...]) -> dict[str, Any]:
    """An employee as REST tells it. Names that it does not know are passed over in silence."""
    whole: dict[str, Any] = {
        "id": person.id,
        "name": person.name,
        "midname": person.midname,
        "lastname": person.lastname,
        "gender": person.gender,
        "isDeleted": False,
        "role": person.role,
        "status": person.status,
        "login": person.login,
        "secondaryEmails": [],
        "phones": [
            {"number": each.number, "maskedNumber": masked(each.number), "type": each.type}
            for each in person.phones
        ],
        "groups": [],
        "languageCode": "Ru",
        "timezone": "Europe/Kyiv",
    }
    if person.email:
        whole["email"] = person.email
    if person.position:
        whole["position"] = {"id": _position(model, person.position), "name": person.position}
    if person.group:
        whole["groups"] = [{"id": person.group, "name": model.groups[str(person.group)]}]
    if model.switches.extension_numbers:
        whole["extensionNumber"] = ",".join(model.short_numbers().get(person.id, []))
    return {name: whole[name] for name in wanted if name in whole}


def _positions(model: Model) -> list[str]:
    return sorted({each.position for each in model.people if each.position})


def _position(model: Model, name: str) -> int:
    return _positions(model).index(name) + 1


def masked(number: str) -> str:
    """The number in the account's mask; what is stored stays as it was typed."""
    plain = digits(number)
    if len(plain) == 12 and plain.startswith("380"):
        return f"+380 ({plain[3:5]}) {plain[5:8]}-{plain[8:10]}-{plain[10:]}"
    return number


def update(model: Model, person: Person, body: Mapping[str, Any]) -> list[dict[str, str]]:
    """Changes a card; returns what could not be changed. Nothing is changed when it raises."""
    failures: list[dict[str, str]] = []
    phones = _phones(body["phones"], failures) if "phones" in body else None
    texts = {name: body[name] for name in ("name", "midname", "lastname", "email") if name in body}
    for name, value in texts.items():
        if not isinstance(value, str):
            raise Refused(41, f"{name} must be a string")
    email = texts.get("email", "")
    if email and any(each.email == email and each.id != person.id for each in model.people):
        raise Refused(4003, f"Email is not unique - {email}")
    if not (texts.get("name", person.name) or texts.get("lastname", person.lastname)):
        raise Refused(4006, "Full name is required")
    for name, allowed in (
        ("status", ("Active", "ActiveWithoutAccess", "Inactive")),
        ("role", ("Admin", "User", "TechAdmin", "UserWithoutAccess")),
        ("gender", ("NotDefined", "Female", "Male")),
    ):
        if name in body and body[name] in allowed:
            texts[name] = body[name]
        elif name in body:
            failures.append({"field": name, "error": f"Unknown value - {str(body[name])[:60]}"})
    if "position" in body:
        wanted = body["position"].get("name") if isinstance(body["position"], dict) else None
        if wanted in _positions(model):
            texts["position"] = wanted
        else:
            text = f"Position not found by name - {str(wanted)[:60]}"
            failures.append({"field": "position", "error": text})
    for name, value in texts.items():
        setattr(person, name, value)
    if phones is not None and model.switches.phones == "replace":
        person.phones = phones
    elif phones is not None and model.switches.phones == "append":
        person.phones = [*person.phones, *phones]
    return failures


def _phones(value: object, failures: list[dict[str, str]]) -> list[PhoneRow]:
    if not isinstance(value, list):
        raise Refused(41, "phones must be an array")
    kept = []
    for each in value:
        number = each.get("number") if isinstance(each, dict) else None
        kind = each.get("type", 1) if isinstance(each, dict) else 1
        if isinstance(kind, bool) or not isinstance(kind, int):
            raise Refused(41, "type of a phone must be an integer")
        if isinstance(number, str) and number.strip():
            kept.append(PhoneRow(number, kind))
        else:
            failures.append({"field": "phones", "error": "Phone number is empty"})
    return kept
