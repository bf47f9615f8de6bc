"""The account on its first day; what a connected PBX and a call do to it. No HTTP here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from wizard.demo.model import (
    BINOTEL,
    BinotelCompany,
    BinotelLine,
    Entry,
    Model,
    PbxSettings,
    Person,
    PhoneRow,
    ShortNumber,
    Tag,
    TagFieldRow,
    Token,
)
from wizard.rules.facts import Facts

_CALLER = "0500000199"
_LINE = "0440000100"


def fresh(seed: Mapping[str, Any], facts: Facts, people: int | None = None) -> Model:
    """A new account. ``people`` asks for that many employees; the first twelve are always there."""
    binotel = dict(seed["binotel"])
    lines = [BinotelLine(**line) for line in binotel.pop("lines")]
    scopes = [*facts.scopes["read"], *facts.scopes["write"]]
    model = Model(
        company=seed["company"],
        login=seed["login"],
        password=seed["password"],
        people=_people(seed, people),
        groups=dict(seed["groups"]),
        tags=[],
        tokens=[Token(seed["token"], seed["token_title"], seed["token_person"], scopes)],
        pbx={key: PbxSettings(title) for key, title in seed["pbx"].items()},
        binotel=BinotelCompany(lines=lines, **binotel),
    )
    model.pbx[BINOTEL].short_numbers = [
        ShortNumber(person, number) for person, number in seed["leftover_short_numbers"]
    ]
    groups: dict[str, int] = {}
    for each in seed["analytics"]:
        group = groups.setdefault(each["group"], len(groups) + 1)
        fields = [
            TagFieldRow(
                model.take_id(), row[0], row[1], False, list(row[2]) if len(row) > 2 else []
            )
            for row in each["fields"]
        ]
        model.tags.append(Tag(len(model.tags) + 21, each["name"], group, each["group"], fields))
    return model


def _people(seed: Mapping[str, Any], wanted: int | None) -> list[Person]:
    known = [
        Person(**{**each, "phones": [PhoneRow(*phone) for phone in each["phones"]]})
        for each in seed["people"]
    ]
    if wanted is None:
        return known
    names, lastnames = seed["more_names"], seed["more_lastnames"]
    for number in range(len(known) + 1, wanted + 1):
        known.append(
            Person(
                id=number,
                name=names[number % len(names)],
                lastname=lastnames[number // len(names) % len(lastnames)],
                login=f"person{number}",
                email=f"person{number}@demo.example",
                group=1 + number % 2,
                phones=[PhoneRow(f"+38095{number:07d}", 1)] if number % 3 else [],
            )
        )
    return known


def connect(model: Model, pbx: str, facts: Facts, call_types: list[str]) -> None:
    """Connects a PBX in place of any other; the analytics of telephony appear and stay."""
    model.active = pbx
    for which, known in facts.analytics.items():
        if model.telephony(which) is not None:
            continue
        fields = [
            TagFieldRow(model.take_id(), name, kind, True, list(call_types) if kind == 8 else [])
            for name, kind in known.standard
        ]
        tag = Tag(model.take_id(), known.names[0], 90, facts.planfix_labels["telephony"], fields)
        tag.which = which
        model.tags.append(tag)


def ring(model: Model, which: str, facts: Facts, origin: str, now: datetime) -> str:
    """A call at Binotel. Returns a key of words.json that tells what came of it.

    Fields are filled by their exact name and only where they are of type «Строка», cut at its
    limit.
    """
    settings = model.pbx[BINOTEL]
    company = model.binotel
    if model.active != BINOTEL:
        return "call_not_active"
    if not company.addresses:
        return "call_no_addresses"
    if any(not address.startswith(origin + "/") for address in company.addresses.values()):
        return "call_other_addresses"
    if (settings.api_key, settings.secret_key) != (company.key, company.secret):
        return "call_no_keys"
    lines = {line.internal for line in company.lines if line.internal}
    holder = next(
        (row for row in settings.short_numbers if settings.saved and row.number in lines), None
    )
    if which == "call" and holder is None:
        return "call_no_short_number"
    tag = model.telephony(which)
    if tag is None:  # cannot be while Binotel is connected
        return "call_not_active"
    person = model.person(holder.person) if holder is not None else None
    entry = Entry(model.take_id(), tag.id, now.strftime("%Y-%m-%dT%H:%M"), contact=701)
    entry.values = _values(tag, facts, person, now, which)
    model.entries.append(entry)
    return f"{which}_made"


def _values(
    tag: Tag, facts: Facts, person: Person | None, now: datetime, which: str
) -> dict[str, Any]:
    tracked = {each.name: each.example for each in facts.tracking_fields}
    tracked["disposition"] = "ANSWER" if which == "call" else "NOANSWER"
    who = {"id": f"user:{person.id}", "name": person.full_name} if person else None
    contact = {"id": "contact:701", "name": "Клиент Демонстрационный"}
    strings = iter((_LINE, _CALLER, "Сайт"))
    values: dict[str, Any] = {}
    for row in tag.fields:
        value: Any = None
        if not row.standard:
            if row.type == facts.tracking_type and row.name in tracked:
                value = tracked[row.name][: facts.string_limit]
        elif row.type == 0:
            value = next(strings)
        elif row.type in (3, 5):
            value = moment(now, row.type)
        elif row.type == 6:
            end = now + timedelta(seconds=38)
            value = {
                "from": {"time": now.strftime("%H:%M")},
                "to": {"time": end.strftime("%H:%M")},
            }
        elif row.type == 8:
            value = row.values[0]
        elif row.type == 1:
            value = 38
        elif row.type in (10, 13):
            # in «Звонок» the first of the two people fields is the employee, the second the contact
            value = contact if row.type == 10 or who is None or who in values.values() else who
        if value is not None:
            values[str(row.id)] = value
    return values


def moment(at: datetime, kind: int) -> dict[str, str]:
    """A date (3) or a date with time (5) in the form of REST 1.6.9."""
    if kind == 5:
        return {"date": at.strftime("%d-%m-%Y"), "time": at.strftime("%H:%M")}
    return {
        "date": at.strftime("%d-%m-%Y"),
        "time": "00:00",
        "datetime": at.strftime("%Y-%m-%dT00:00Z"),
    }
