"""The account on its first day; what a connected PBX does to it. No HTTP here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wizard.demo.model import (
    BINOTEL,
    BinotelCompany,
    BinotelLine,
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
