"""Calls: what Binotel posts about one, and what Planfix makes of such a post. No HTTP here.

Source: facts on Binotel, 2 and 3 (forms with bracketed keys, ``callTrackingData`` an object or an empty
string, a post is taken when the answer is ``{"status": "success"}``); facts on Planfix, 7.2 (whose calls
are not recorded).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from wizard.demo.model import BINOTEL, Entry, Model, Person, Tag, digits
from wizard.rules.facts import Facts

KINDS = ("call", "missed", "site", "card")
"""What the telephone of the demo page can do: talk, ring out, call from the site, call from a card."""

SUCCESS = {"status": "success"}
_CALLER = "0500000199"
_LINE = ("0440000100", "Основная линия")
_TRACKED_LINE = ("0440000200", "CallTracking shop.example")
_TALK = 38
_KEY = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)")
_DEPTH = 8


# A form with bracketed keys


def pairs(value: object, name: str = "") -> list[tuple[str, str]]:
    """An object as Binotel posts it: ``callDetails[historyData][0][billsec]``; nothing is an empty string."""
    if isinstance(value, Mapping):
        inner = value.items()
    elif isinstance(value, list):
        inner = dict(enumerate(value)).items()
    else:
        return [(name, "" if value is None else str(value))]
    found: list[tuple[str, str]] = []
    for key, each in inner:
        found += pairs(each, f"{name}[{key}]" if name else str(key))
    return found


def nested(form: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The object of such a form. A key that is no such key stands as it is."""
    whole: dict[str, Any] = {}
    for key, value in form:
        found = _KEY.fullmatch(key)
        path = [found[1], *re.findall(r"\[([^\[\]]*)\]", found[2])] if found else [key]
        if len(path) > _DEPTH:
            path = [key]
        here = whole
        for part in path[:-1]:
            below = here.get(part)
            if not isinstance(below, dict):
                below = here[part] = {}
            here = below
        here[path[-1]] = value
    return whole


# What Binotel tells


def call_details(model: Model, kind: str, facts: Facts, now: datetime) -> dict[str, Any]:
    """``callDetails`` of a call that has just ended. ``now`` is the account's wall clock."""
    missed = kind == "missed"
    line = _TRACKED_LINE if kind == "site" else _LINE
    internal = "801" if missed else _answering(model)
    person = _person(model, internal)
    who = {"name": person.full_name, "email": person.email} if person else ""
    caller = _card_number(model) if kind == "card" else _CALLER
    disposition = "NOANSWER" if missed else "ANSWER"
    billsec = 0 if missed else _TALK
    number = str(4_900_000_000 + model.take_id())
    tracking: dict[str, str] | str = ""
    if kind == "site":
        tracked = [each for each in facts.tracking_fields if each.level != "call"]
        tracking = {"type": "dynamic", **{each.name: each.example for each in tracked}}
    leg = {
        "waitsec": "4",
        "billsec": str(billsec),
        "disposition": disposition,
        "internalNumber": internal,
        "internalAdditionalData": "",
        "employeeData": who,
    }
    return {
        "companyID": model.binotel.company_id,
        "generalCallID": number,
        "callID": number,
        "startTime": str(int(now.timestamp())),
        "callType": "0",
        "externalNumber": caller,
        **leg,
        "recordingStatus": "" if missed else "uploading",
        "isNewCall": "0",
        "whoHungUp": "",
        "pbxNumberData": {"number": line[0], "name": line[1]},
        "historyData": [leg],
        "customerData": "",
        "callTrackingData": tracking,
        "getCallData": "",
        "smsContent": "",
    }


def notifications(details: Mapping[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """What is posted while the call goes on, before it is completed: (which address, the form's object)."""
    common = {
        "companyID": details["companyID"],
        "callType": details["callType"],
        "externalNumber": details["externalNumber"],
        "internalNumber": details["internalNumber"],
        "pbxNumber": details["pbxNumberData"]["number"],
    }
    call = {"generalCallID": details["generalCallID"]}
    sent = [
        ("settings", {"requestType": "apiCallSettings", "language": "ru", **common}),
        ("push", {"requestType": "receivedTheCall", "method": "call", **common, **call}),
    ]
    if details["disposition"] == "ANSWER":
        sent.append(("push", {"requestType": "answeredTheCall", **common, **call}))
    ended = {"billsec": details["billsec"], "disposition": details["disposition"]}
    sent.append(("push", {"requestType": "hangupTheCall", "method": "call", **ended, **call}))
    return sent


def completed(details: Mapping[str, Any], attempt: int) -> dict[str, Any]:
    """The notification that Planfix records a call by; repeated until it is taken."""
    return {
        "requestType": "apiCallCompleted",
        "attemptsCounter": str(attempt),
        "language": "ru",
        "myBinotelDomain": "my.binotel.ua",
        "callDetails": details,
    }


def _answering(model: Model) -> str:
    """The line that takes a call: one whose number stands in Planfix, if there is one."""
    lines = [line.internal for line in model.binotel.lines if line.internal]
    settings = model.pbx[BINOTEL]
    known = [row.number for row in settings.short_numbers if settings.saved]
    return next((each for each in known if each in lines), lines[0])


def _person(model: Model, internal: str) -> Person | None:
    line = next((each for each in model.binotel.lines if each.internal == internal), None)
    return model.person(line.person) if line is not None else None


def _card_number(model: Model) -> str:
    """A mobile of an employee as Binotel writes it: ten digits."""
    for person in model.people:
        for phone in person.phones:
            if person.status == "Active" and len(digits(phone.number)) >= 9:
                return "0" + digits(phone.number)[-9:]
    return _CALLER


# What Planfix makes of it


def receive(
    model: Model, which: str, data: Mapping[str, Any], facts: Facts, origin: str
) -> tuple[dict[str, Any], str]:
    """The answer to a post, and a key of words.json that tells what came of it (empty: nothing to tell)."""
    if which == "settings":
        customer = {"name": "Клиент Демонстрационный", "linkToCrmUrl": f"{origin}/contact/701"}
        return {**SUCCESS, "customerData": customer}, ""
    details = data.get("callDetails")
    if which != "completed" or not isinstance(details, dict):
        # An empty post is what Binotel asks an address with before it uses it.
        return dict(SUCCESS), ""
    number = str(details.get("generalCallID", ""))
    if number in model.taken:
        return dict(SUCCESS), ""
    if not str(details.get("startTime", "")).isdecimal():
        return {"status": "error", "message": "startTime is missing"}, ""
    settings, company = model.pbx[BINOTEL], model.binotel
    if (settings.api_key, settings.secret_key) != (company.key, company.secret):
        return {"status": "error", "message": "Integration is not configured"}, "call_no_keys"
    model.taken.append(number)
    return dict(SUCCESS), _record(model, details, facts)


def ring(model: Model, kind: str, facts: Facts, origin: str, now: datetime) -> str:
    """A call that reaches Planfix without a post: for filling an account. As ``receive`` tells."""
    details = call_details(model, kind, facts, now)
    return receive(model, "completed", completed(details, 1), facts, origin)[1]


def _record(model: Model, details: Mapping[str, Any], facts: Facts) -> str:
    which = "call" if details.get("disposition") == "ANSWER" else "missed"
    caller = digits(str(details.get("externalNumber", "")))[-9:]
    cards = {digits(phone.number)[-9:] for each in model.people for phone in each.phones}
    if caller in cards:
        return "call_from_card"
    settings = model.pbx[BINOTEL]
    rows = settings.short_numbers if settings.saved else []
    holder = next((row for row in rows if row.number == details.get("internalNumber")), None)
    if which == "call" and holder is None:
        return "call_no_short_number"
    tag = model.telephony(which)
    if tag is None:  # cannot be while Binotel is connected
        return "call_not_active"
    person = model.person(holder.person) if holder is not None else None
    began = datetime.fromtimestamp(int(details["startTime"])).astimezone().replace(tzinfo=None)
    entry = Entry(model.take_id(), tag.id, began.strftime("%Y-%m-%dT%H:%M"), contact=701)
    entry.values = _values(tag, facts, person, began, details)
    model.entries.append(entry)
    return f"{which}_made"


def _values(
    tag: Tag, facts: Facts, person: Person | None, began: datetime, details: Mapping[str, Any]
) -> dict[str, Any]:
    """Fields are filled by their exact name and only where they are of type «Строка», cut at its limit."""
    tracking = details.get("callTrackingData")
    told = dict(tracking) if isinstance(tracking, dict) else {}
    told |= {name: details.get(name, "") for name in ("disposition", "generalCallID")}
    tracked = {each.name: str(told.get(each.name, "")) for each in facts.tracking_fields}
    line = details.get("pbxNumberData")
    line = line if isinstance(line, dict) else {}
    who = {"id": f"user:{person.id}", "name": person.full_name} if person else None
    contact = {"id": "contact:701", "name": "Клиент Демонстрационный"}
    strings = iter((line.get("number"), details.get("externalNumber"), line.get("name")))
    seconds = int(str(details.get("billsec") or "0"))
    values: dict[str, Any] = {}
    for row in tag.fields:
        value: Any = None
        if not row.standard:
            if row.type == facts.tracking_type:
                value = tracked.get(row.name, "")[: facts.string_limit] or None
        elif row.type == 0:
            value = next(strings)
        elif row.type in (3, 5):
            value = moment(began, row.type)
        elif row.type == 6:
            end = began + timedelta(seconds=seconds)
            value = {
                "from": {"time": began.strftime("%H:%M")},
                "to": {"time": end.strftime("%H:%M")},
            }
        elif row.type == 8:
            value = row.values[0 if details.get("callType") == "0" else -1]
        elif row.type == 1:
            value = seconds
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
