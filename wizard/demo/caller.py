"""Binotel's side of a call: posts its forms to the addresses that support has set, and repeats them.

Only this computer is ever posted to: an address elsewhere counts as one that does not answer.
"""

from __future__ import annotations

import http.client
import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from wizard.demo import telephony
from wizard.demo.model import BINOTEL, Delivery, Model
from wizard.demo.store import Store
from wizard.rules.facts import Facts

# After each attempt that was not taken, in minutes (facts on Binotel, 2.3, the schedule of API 2).
SCHEDULE = (10, 30, 60, 240, 600)
_WAIT = 5.0


def call(store: Store, kind: str, facts: Facts, origin: str, now: datetime) -> str:
    """Make a call; a key of words.json that tells what came of it. Must not hold the store's lock."""
    with store.change() as model:
        if not model.binotel.addresses:
            return "call_not_active" if model.active != BINOTEL else "call_no_addresses"
        details = telephony.call_details(model, kind, facts, now)
        addresses = dict(model.binotel.addresses)
    for which, data in telephony.notifications(details):
        post(addresses[which], data)
    if post(addresses["completed"], telephony.completed(details, 1)) == telephony.SUCCESS:
        return store.heard.pop(details["generalCallID"], "")
    with store.change() as model:
        due = now + timedelta(minutes=SCHEDULE[0])
        model.binotel.pending.append(Delivery(details, 1, due.isoformat(timespec="minutes")))
        return _why(store, model, details, addresses, origin, facts)


def _why(
    store: Store,
    model: Model,
    details: Mapping[str, Any],
    addresses: Mapping[str, str],
    origin: str,
    facts: Facts,
) -> str:
    if model.active != BINOTEL:
        return "call_not_active"
    if any(not each.startswith(origin + "/") for each in addresses.values()):
        return "call_other_addresses"
    if addresses["completed"] != origin + facts.paths["completed"]:
        return "call_wrong_address"
    return store.heard.pop(details["generalCallID"], "") or "call_not_taken"


def repeat(store: Store, now: datetime, at_once: bool) -> str:
    """Repeat what was not taken: what is due by its schedule, or all of it. As ``call`` tells."""
    with store.read() as model:
        address = model.binotel.addresses.get("completed", "")
        waiting = [
            each
            for each in model.binotel.pending
            if at_once or datetime.fromisoformat(each.due) <= now
        ]
    said = "repeat_nothing" if not waiting else "repeat_failed"
    for each in waiting:
        form = telephony.completed(each.details, each.attempts + 1)
        taken = post(address, form) == telephony.SUCCESS
        with store.change() as model:
            if each not in model.binotel.pending:
                continue
            if taken or each.attempts >= len(SCHEDULE):
                model.binotel.pending.remove(each)
            else:
                due = now + timedelta(minutes=SCHEDULE[each.attempts])
                each.attempts += 1
                each.due = due.isoformat(timespec="minutes")
        heard = store.heard.pop(each.details["generalCallID"], "")
        if taken:
            said = heard or said
    return said


def post(address: str, data: Mapping[str, Any]) -> object:
    """Post a form; the JSON of the answer, None for anything else."""
    split = urlsplit(address)
    if split.scheme != "http" or split.hostname not in ("127.0.0.1", "localhost", "::1"):
        return None
    connection = http.client.HTTPConnection(split.hostname, split.port, timeout=_WAIT)
    try:
        connection.request(
            "POST",
            split.path,
            urlencode(telephony.pairs(data)),
            {"Content-Type": "application/x-www-form-urlencoded", "Connection": "close"},
        )
        answer = connection.getresponse()
        body = answer.read()
        if answer.status == 200:
            with suppress(ValueError):
                told: object = json.loads(body)
                return told
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
    return None
