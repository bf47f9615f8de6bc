"""The door to Binotel's settings API 4.0: two methods that only read. Nothing else can be reached.

Key and secret stand in the body of the request. SIP logins and passwords in the answer are dropped
while it is decoded. An answer never locks anything: a valid pair may be refused to this computer.
Facts: Binotel API 4.0, its list of errors, and what clients saw of its answers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from enum import Enum
from urllib.parse import urlsplit

import wizard
from wizard.doors.answers import ShapeError, clean, decode, first_of, lowered, mapping, number, text
from wizard.doors.http import DEFAULTS, Answer, HttpFault, HttpOptions, Transport, is_loopback
from wizard.doors.pace import BinotelPace, Waiting, retry_after, wait_visibly
from wizard.flow.cancel import Cancel
from wizard.rules.facts import Facts
from wizard.rules.finding import Fault, Severity, fault
from wizard.rules.models import BinotelEmployee
from wizard.rules.secret import Secret

BUSY = 106
BUSY_WAIT = 5.0
BUSY_WAIT_MOST = 120.0

_AFTER = re.compile(r"after\s+(\d{1,6})\s*sec", re.IGNORECASE)
_ERRORS = frozenset({"keys_wrong", "company_disabled"})
_CREDENTIALS = frozenset({"login", "password"})
_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"0", "false", "no", "off"})


class _Method(Enum):
    """All that is ever asked. Each only reads, and neither dials anybody."""

    ROUTES = "list-of-routes"
    EMPLOYEES = "list-of-employees"


class BinotelClient:
    """One pair of keys, for one run of work. Every call raises ``Fault`` or ``Cancelled``.

    ``ValueError`` at once if ``origin`` is neither ``https://`` of Binotel's domain nor loopback.
    """

    def __init__(
        self,
        origin: str,
        key: Secret,
        secret: Secret,
        *,
        facts: Facts,
        pace: BinotelPace,
        options: HttpOptions = DEFAULTS,
        cancel: Cancel | None = None,
        waiting: Waiting | None = None,
    ) -> None:
        self._origin = _checked(origin, facts.binotel_domain)
        self._key = key
        self._secret = secret
        self._facts = facts
        self._pace = pace
        self._cancel = cancel or Cancel()
        self._waiting = waiting
        self._transport = Transport(self._origin, options, self._cancel, field="")

    @property
    def sent(self) -> int:
        """How many requests went out."""
        return self._transport.sent

    def check(self) -> None:
        """Ask for the routes, which hold no secret: returning proves the pair."""
        self._call(_Method.ROUTES)

    def employees(self) -> list[BinotelEmployee]:
        """The lines with their people, in Binotel's order."""
        found = self._call(_Method.EMPLOYEES)
        try:
            return parse_employees(found.get("listofemployees"))
        except ShapeError as wrong:
            place = wrong.place
        raise self._fault("binotel_unavailable", reason="shape", place=place)

    def _call(self, method: _Method) -> dict[str, object]:
        with self._pace.turn(method.value, self._cancel, self._waiting):
            found, code, pause = self._ask(method)
            if code == BUSY:
                wait_visibly(min(BUSY_WAIT_MOST, pause + 1), self._cancel, self._waiting)
                found, code, pause = self._ask(method)
        if code is None:
            return found
        raise self._fault(
            self._facts.binotel_codes.get(code, "keys_not_checkable"),
            code=str(code),
            text=clean(first_of(found, "message", "error"), (self._key, self._secret)),
            seconds=str(round(pause)),
            reason="code",
        )

    def _ask(self, method: _Method) -> tuple[dict[str, object], int | None, float]:
        """One request. Returns the answer, its error code (None: success) and the pause it asks."""
        question = {"key": self._key.reveal(), "secret": self._secret.reveal()}
        headers = {
            "Accept": "application/json",
            "Accept-Encoding": "gzip",
            "Connection": "close",
            "Content-Type": "application/json",
            "User-Agent": f"planfix-binotel-wizard/{wizard.__version__}",
        }
        try:
            answer = self._transport.exchange(
                "POST",
                f"/api/4.0/settings/{method.value}.json",
                headers,
                json.dumps(question).encode("ascii"),
            )
        except HttpFault as said:
            reason, host = said.finding.key, said.finding.details.get("host", "")
        else:
            return self._judge(answer)
        key = _KEY_OF_TROUBLE.get(reason, "keys_not_checkable")
        raise self._fault(key, reason=reason, host=host)

    def _judge(self, answer: Answer) -> tuple[dict[str, object], int | None, float]:
        status = str(answer.status)
        try:
            found: dict[str, object] = lowered(decode(answer.body, drop=_CREDENTIALS), "answer")
            said = text(found.get("status"), "status").lower()
            code = number(found["code"], "code") if "code" in found else None
        except (ValueError, ShapeError):
            found, said, code = {}, "", None
        if said == "success" and answer.status < 400:
            return found, None, 0.0
        if code is None and answer.status == 429:
            code = BUSY
        if code is not None:
            words = found.get("message")
            named = _AFTER.search(words) if isinstance(words, str) else None
            pause = float(named[1]) if named else retry_after(answer.headers, BUSY_WAIT)
            return found, code, min(pause, BUSY_WAIT_MOST)
        if answer.status == 403 or (found and answer.status < 500):
            raise self._fault("keys_not_checkable", reason="status", status=status)
        raise self._fault("binotel_unavailable", reason="status", status=status)

    def _fault(self, key: str, **details: str) -> Fault:
        severity = Severity.ERROR if key in _ERRORS else Severity.WARNING
        whole = {"code": "", "text": "", "seconds": "", "host": urlsplit(self._origin).netloc}
        field = "keyEdit" if key == "keys_wrong" else ""
        return fault(key, severity, field, **{**whole, "place": "", "status": "", **details})


# No connection at all is told as such; all else that is not an answer proves nothing of the pair.
_KEY_OF_TROUBLE = {
    "offline": "offline",
    "account_not_found": "offline",
    "not_json": "binotel_unavailable",
}


def parse_employees(value: object) -> list[BinotelEmployee]:
    """Lines out of an object keyed by e-mail (or ``notLinkedToUser_N``), or out of a list.

    Raises ``ShapeError``. Anything empty means that there are none.
    """
    if not value and not isinstance(value, bool | int | float):
        return []
    found: list[BinotelEmployee] = []
    if isinstance(value, list):
        for at, each in enumerate(value):
            found += _lines(each, f"listOfEmployees[{at}]", "")
    else:
        for at, (name, each) in enumerate(mapping(value, "listOfEmployees").items()):
            found += _lines(each, f"listOfEmployees[{at}]", name)
    return found


def _lines(value: object, place: str, name: str) -> list[BinotelEmployee]:
    """One person: as many rows as they have lines, one without a number if they have none."""
    each = mapping(value, place)
    email = text(each.get("email"), f"{place}.email")
    if not email and "@" in name:
        email = text(name, f"{place}.email")
    numbers = _numbers(each.get("endpointData"), f"{place}.endpointData")
    return [
        BinotelEmployee(
            name=text(each.get("name"), f"{place}.name"),
            email=email,
            internal_number=internal,
            mobile_number=text(each.get("mobileNumber"), f"{place}.mobileNumber"),
            wire=flag(each.get("wireIsEnabled")),
        )
        for internal in numbers or [""]
    ]


def _numbers(value: object, place: str) -> list[str]:
    """Internal numbers of one endpoint, of a list of them, or of a map keyed by the number."""
    if not value:
        return []
    if isinstance(value, list):
        return [each for part in value for each in _numbers(part, place)]
    endpoint: Mapping[str, object] = mapping(value, place)
    if "internalNumber" in endpoint:
        internal = text(endpoint["internalNumber"], f"{place}.internalNumber")
        return [internal] if internal else []
    inside = [(name, each) for name, each in endpoint.items() if isinstance(each, dict)]
    return [
        number_
        for name, each in inside
        for number_ in (_numbers(each, place) or ([name] if name.isdecimal() else []))
    ]


def flag(value: object) -> bool | None:
    """A flag in any form that clients have seen; None if it does not say."""
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower() if isinstance(value, str | int | float) else ""
    return True if word in _TRUE else False if word in _FALSE else None


def _checked(origin: str, domain: str) -> str:
    parts = urlsplit(origin)
    host = parts.hostname or ""
    ours = parts.scheme == "https" and (host == domain or host.endswith(f".{domain}"))
    near = parts.scheme in ("http", "https") and is_loopback(host)
    bare = not parts.path.strip("/") and not parts.query and not parts.fragment
    if not (ours or near) or not bare or "@" in parts.netloc:
        raise ValueError("not Binotel's origin")
    return f"{parts.scheme}://{parts.netloc}"
