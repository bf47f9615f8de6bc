"""The door to one Planfix account: REST 1.6.9, exactly the requests that the wizard needs.

Decides by the body's ``result`` and ``code``, not by the HTTP status. A read is repeated when its
connection broke; a write never is. Must not judge what it read, nor know the window.
Facts: Planfix REST 1.6.9 and the help pages «REST API».
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Protocol, TypeVar

import wizard
from wizard.doors import planfix_shapes as shapes
from wizard.doors.answers import ShapeError, clean, decode, lowered, number
from wizard.doors.http import DEFAULTS, Answer, HttpFault, HttpOptions, Transport
from wizard.doors.pace import Pace, Waiting, retry_after, wait_visibly
from wizard.flow.cancel import Cancel
from wizard.rules.address import Address
from wizard.rules.facts import Facts
from wizard.rules.finding import Fault, Finding, Severity, fault
from wizard.rules.models import DataTag, Employee, Entry, Phone
from wizard.rules.secret import Secret

PAGE = 100
MAX_PAGES = 1000
"""A list of more pages than this never ends."""

BROKEN_REPEATS = 2
LIMITED_REPEATS = 2
LIMITED_WAIT = 60.0
LIMITED_WAIT_MOST = 600.0
"""Who names a longer wait is not waited for: the person is told how long it is."""


_TAG_FIELDS = "id,name,group,fields"
_USER_FIELDS = "id,name,midname,lastname,role,status,email,phones"
# Only in an example of the description, not among its fields: asked for, and done without.
_SHORT_NUMBER = ",extensionNumber"
_BAD_FIELDS = (40, 41)
# "Network authentication required": the page of a captive portal (RFC 6585).
_LOG_IN_FIRST = 511
_RIGHTS = (5, 6)

Progress = Callable[[int], None]
Body = Mapping[str, object]


class _Numbered(Protocol):
    @property
    def id(self) -> int: ...


T = TypeVar("T", bound=_Numbered)
R = TypeVar("R")


class PlanfixFault(Fault):
    """Planfix itself said no, in its own form, with this code."""

    def __init__(self, finding: Finding, code: int) -> None:
        super().__init__(finding)
        self.code = code


class PlanfixClient:
    """One account, for one run of work on one thread. Every call raises ``Fault`` or ``Cancelled``.

    ``remaining`` is what the account last said of today's requests (None: nothing), ``sent`` counts
    the requests. ``waiting`` is told the seconds left while a wait that the server asked for lasts.
    """

    def __init__(
        self,
        address: Address,
        token: Secret | None,
        *,
        facts: Facts,
        pace: Pace,
        options: HttpOptions = DEFAULTS,
        cancel: Cancel | None = None,
        waiting: Waiting | None = None,
    ) -> None:
        bare = token.reveal().strip() if token else ""
        self._token = Secret(bare) if bare else None
        self._facts = facts
        self._pace = pace
        self._cancel = cancel or Cancel()
        self._waiting = waiting
        self._transport = Transport(address.origin, options, self._cancel)
        self._with_short_number = True
        self.remaining: int | None = None

    @property
    def sent(self) -> int:
        """How many requests went out."""
        return self._transport.sent

    def ping(self) -> None:
        """Ask whether the account answers and the token is good.

        Codes 5 and 6 mean a good token without this right. Without a token any answer in Planfix's
        own form will do.
        """
        try:
            self._read("ping", "GET", "/rest/ping", anonymous=True)
        except PlanfixFault as said:
            if self._token is not None and said.code not in _RIGHTS:
                raise

    def first_data_tags(self) -> list[DataTag]:
        """The first hundred data tags: one request."""
        return self._page("/rest/datatag/list", _tags_body(0), shapes.data_tags)

    def data_tags(
        self, progress: Progress | None = None, known: Sequence[DataTag] = ()
    ) -> list[DataTag]:
        """All data tags. ``known``, whole pages from the beginning, is not asked again."""
        return self._all(
            lambda offset: self._page("/rest/datatag/list", _tags_body(offset), shapes.data_tags),
            progress,
            known,
        )

    def data_tag(self, tag_id: int) -> DataTag:
        """One data tag with its fields."""
        path = f"/rest/datatag/{tag_id:d}?fields={_TAG_FIELDS}"
        return self._shaped(self._read("datatag", "GET", path), shapes.data_tag)

    def first_employee(self) -> int:
        """The number of the first employee in the list, 0 of none: may employees be read?"""
        body: Body = {"offset": 0, "pageSize": 1, "fields": "id"}
        found = self._page("/rest/user/list", body, shapes.employees)
        return found[0].id if found else 0

    def employees(
        self, only_active: bool = False, progress: Progress | None = None
    ) -> list[Employee]:
        """All employees, with short numbers if the account tells them."""
        return self._employees({"onlyActive": True} if only_active else {}, progress)

    def employees_by_phone(self, digits: str) -> list[Employee]:
        """Employees with ``digits`` somewhere in a phone (filter 9002, which means *contains*)."""
        return self._employees(_filter(9002, digits))

    def employees_by_short_number(self, digits: str) -> list[Employee]:
        """Employees with ``digits`` somewhere in the short number (filter 9004, *contains*)."""
        return self._employees(_filter(9004, digits))

    def employee(self, employee_id: int) -> Employee:
        """One employee. The description knows no short number here: it is None."""
        path = f"/rest/user/{employee_id:d}?fields={_USER_FIELDS}"
        return self._shaped(self._read("user", "GET", path), shapes.employee)

    def update_phones(
        self, employee_id: int, phones: Sequence[Phone]
    ) -> tuple[tuple[str, str], ...]:
        """Write the whole list of phones; return what was not done. Not silent: the account's log tells it.

        Sent once, whatever happens. Raises ``write_unproven`` if it may have arrived and no answer
        tells: read the employee back then.
        """
        self._need_token()
        body = {"phones": [{"number": each.number, "type": each.type} for each in phones]}
        try:
            answer = self._send("POST", f"/rest/user/{employee_id:d}", body, writes=True)
            if answer.status == 429:
                self._refuse_known(answer, "user_update")
                self._refuse_limited(answer)
            return self._shaped(
                self._judge(answer, "user_update"),
                lambda found: shapes.failures(found, (self._token,)),
            )
        except PlanfixFault:
            raise
        except HttpFault as lost:
            if not lost.sent:
                raise
            reason = lost.finding.key
        except Fault as lost:
            if lost.finding.key not in ("server_error", "not_json"):
                raise
            reason = lost.finding.key
        raise fault("write_unproven", Severity.WARNING, reason=reason)

    def entries(
        self,
        tag_id: int,
        days: tuple[int, date, date],
        fields: Sequence[int],
        offset: int = 0,
        size: int = PAGE,
    ) -> list[Entry]:
        """One page of a data tag's entries, oldest first, with the values of ``fields``.

        ``days`` are a date field's number and the first and last day (filter 3101), so the account's
        history is not read. Sent once: who asks every few seconds repeats it anyway.
        """
        field, first, last = days
        between = {
            "dateType": "otherRange",
            "dateFrom": first.strftime("%d-%m-%Y"),
            "dateTo": last.strftime("%d-%m-%Y"),
        }
        body: Body = {
            "offset": offset,
            "pageSize": size,
            "fields": ",".join(["key", *map(str, fields)]),
            "filters": [{"type": 3101, "field": field, "operator": "equal", "value": between}],
        }
        path = f"/rest/datatag/{tag_id:d}/entry/list"
        return self._shaped(self._read("datatag", "POST", path, body, once=True), shapes.entries)

    # How lists are read

    def _employees(self, extra: Body, progress: Progress | None = None) -> list[Employee]:
        def page(offset: int) -> list[Employee]:
            body: Body = {"offset": offset, "pageSize": PAGE, "fields": _USER_FIELDS, **extra}
            if self._with_short_number:
                try:
                    asked = {**body, "fields": _USER_FIELDS + _SHORT_NUMBER}
                    return self._page("/rest/user/list", asked, shapes.employees)
                except PlanfixFault as said:
                    if said.code not in _BAD_FIELDS:
                        raise
                    self._with_short_number = False
            return self._page("/rest/user/list", body, shapes.employees)

        return self._all(page, progress)

    def _all(
        self, page: Callable[[int], list[T]], progress: Progress | None, known: Sequence[T] = ()
    ) -> list[T]:
        """Page after page until a short one. Raises ``server_error`` for a list that is none."""
        found = list(known)
        seen = {each.id for each in found}
        for _ in range(MAX_PAGES):
            more = page(len(found))
            new = {each.id for each in more} - seen
            if more and not new:
                raise _no_list("repeats")
            if len(new) < len(more):
                # Something was added or removed while we read: what lies between is not known.
                raise _no_list("changed")
            seen |= new
            found += more
            if progress is not None:
                progress(len(found))
            if len(more) < PAGE:
                return found
            if len(found) > PAGE * MAX_PAGES:
                break
        raise _no_list("endless")

    def _page(
        self, path: str, body: Body, parse: Callable[[Mapping[str, object]], list[T]]
    ) -> list[T]:
        what = path.split("/")[2]
        return self._shaped(self._read(what, "POST", path, body), parse)

    # How one request is made and its answer judged

    def _read(
        self,
        what: str,
        method: str,
        path: str,
        body: Body | None = None,
        anonymous: bool = False,
        once: bool = False,
    ) -> dict[str, object]:
        """Ask what changes nothing: again if the connection broke or the account says *later*."""
        if not anonymous:
            self._need_token()
        broken, limited = (BROKEN_REPEATS, LIMITED_REPEATS) if once else (0, 0)
        while True:
            try:
                answer = self._send(method, path, body)
            except HttpFault as lost:
                if not lost.broken or broken == BROKEN_REPEATS:
                    raise
                broken += 1
                continue
            if answer.status != 429:
                return self._judge(answer, what)
            self._refuse_known(answer, what)
            pause = retry_after(answer.headers, LIMITED_WAIT)
            if limited == LIMITED_REPEATS or pause > LIMITED_WAIT_MOST:
                self._refuse_limited(answer)
            limited += 1
            wait_visibly(pause, self._cancel, self._waiting)

    def _need_token(self) -> None:
        if self._token is None:
            raise fault("token_missing", Severity.WARNING, "tokenEdit")

    def _send(self, method: str, path: str, body: Body | None, writes: bool = False) -> Answer:
        headers = {
            "Accept": "application/json",
            "Accept-Encoding": "gzip",
            "Connection": "close",
            "User-Agent": f"planfix-binotel-wizard/{wizard.__version__}",
        }
        if self._token is not None:
            if not self._token.reveal().isascii() or not self._token.reveal().isprintable():
                # No token has such characters, and no header can carry them.
                raise fault("token_wrong", field="tokenEdit", code="1", text="", what="ping")
            headers["Authorization"] = f"Bearer {self._token.reveal()}"
        content = None
        if body is not None:
            headers["Content-Type"] = "application/json"
            content = json.dumps(body, ensure_ascii=True).encode("ascii")
        with self._pace.turn(self._cancel, self._waiting) as ready:
            answer = self._transport.exchange(method, path, headers, content, ready, writes)
        left = answer.headers.get("x-ratelimit-remaining", "").strip()
        if left.isascii() and left.isdigit() and len(left) < 10:
            self.remaining = int(left)
        return answer

    def _judge(self, answer: Answer, what: str) -> dict[str, object]:
        """The answer's content if it says success; else what it says instead, as a fault."""
        status = str(answer.status)
        try:
            found = lowered(decode(answer.body), "answer")
        except ValueError:
            if answer.status >= 500 and answer.status != _LOG_IN_FIRST:
                raise _server_error(status) from None
            raise fault("not_json", field="accountEdit", status=status) from None
        except ShapeError as wrong:
            raise _server_error(status, "shape", wrong.place) from None
        result = found.get("result")
        said = result.lower() if isinstance(result, str) else ""
        if said == "success" and answer.status < 400:
            return found
        if said == "success" or (not said and "code" not in found):
            if answer.status < 400:
                raise _server_error(status, "shape", "result: expected success")
            raise _server_error(status)
        try:
            code = number(found.get("code", 0), "code")
        except ShapeError as wrong:
            raise _server_error(status, "shape", wrong.place) from None
        raise PlanfixFault(
            Finding(
                self._facts.planfix_codes.get(code, "planfix_error"),
                field="tokenEdit",
                details={
                    "code": str(code),
                    "text": clean(found.get("error", found.get("message")), (self._token,)),
                    "what": what,
                },
            ),
            code,
        )

    def _shaped(self, found: dict[str, object], parse: Callable[[Mapping[str, object]], R]) -> R:
        try:
            return parse(found)
        except ShapeError as wrong:
            raise _server_error("200", "shape", wrong.place) from None

    def _refuse_known(self, answer: Answer, what: str) -> None:
        """An HTTP 429 whose body names a code that we know says more than *too many*."""
        try:
            self._judge(answer, what)
        except PlanfixFault as said:
            if said.code in self._facts.planfix_codes:
                raise
        except Fault:
            return

    def _refuse_limited(self, answer: Answer) -> None:
        seconds = str(round(retry_after(answer.headers, LIMITED_WAIT)))
        raise fault("too_many_requests", field="tokenEdit", seconds=seconds, code="429")


def _tags_body(offset: int) -> Body:
    return {"offset": offset, "pageSize": PAGE, "fields": _TAG_FIELDS}


def _filter(kind: int, digits: str) -> Body:
    return {"filters": [{"type": kind, "operator": "equal", "value": digits}]}


def _no_list(reason: str) -> Fault:
    return _server_error("200", reason)


def _server_error(status: str, reason: str = "", place: str = "") -> Fault:
    """``reason``: empty (an HTTP status without words), shape, repeats, changed or endless."""
    return fault("server_error", field="accountEdit", status=status, reason=reason, place=place)
