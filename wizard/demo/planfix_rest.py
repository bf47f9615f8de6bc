"""Planfix REST under /rest/ over the demo account's model: a double of version 1.6.9.

Order of refusal: pace, token, account, method, scope, rights, body, parameters. Answers are held
against the official description by tests/demo; what it leaves open is a switch of the demo account
(``model.Switches``) or told here. ``prefixedId`` is ignored, since a prefixed id is no integer and
the description demands one. Must not know who asks: nothing here may be made easier for a certain
client.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import HTTPException

from wizard.demo import rest_data
from wizard.demo.model import Model, Person, Token
from wizard.demo.rest_data import Refused
from wizard.demo.store import Store

_LOG = logging.getLogger("wizard.demo")
_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
DAILY = 20_000
_TEXTS = {
    0: "Rest API error",
    2: "Access denied, token is not active",
    10: "Account is blocked for spam",
    11: "Account is frozen",
    16: "User is not active",
    20: "Subscription is not paid",
    21: "REST API is not available on a free account",
    22: "Daily limit of REST requests is used up",
}
# The description lists no status for these codes; 401 is its status for a token that is not taken.
_STATUSES = {0: 500, 2: 401, 16: 401}


@dataclass(frozen=True)
class Call:
    """One method of a path. ``refusal`` is the HTTP status that it has for a bad body or parameter.

    The description gives 500 to the lists and 400 to the others, or lists none (then 400 too).
    """

    scope: str
    refusal: int
    run: Callable[[Asked], Mapping[str, Any]]
    writes: bool = False


@dataclass(frozen=True)
class Asked:
    """A request that has passed the door."""

    model: Model
    person: Person
    number: str
    body: Mapping[str, Any]
    query: Mapping[str, str]

    @property
    def fields(self) -> str | None:
        """Names of wanted fields of a GET, None if not given."""
        return self.query.get("fields")


class RestPace:
    """Refuses a request less than ``gap`` seconds after the one before, a refused one too."""

    def __init__(self, gap: float, clock: Callable[[], float]) -> None:
        self._gap = gap
        self._clock = clock
        self._lock = threading.Lock()
        self._last: float | None = None
        self.sent = 0

    def take(self) -> bool:
        """Whether the request may pass. Every call counts against the day."""
        with self._lock:
            now, last = self._clock(), self._last
            self._last = now
            self.sent += 1
            return last is None or now - last >= self._gap

    @property
    def remaining(self) -> int:
        """How many requests the day has left."""
        return max(0, DAILY - self.sent)


def blueprint(store: Store, pace: RestPace) -> Blueprint:
    """The routes of REST, open to every method, so that 405 carries the error object."""
    rest = Blueprint("rest", __name__, url_prefix="/rest")

    def serve(path: str) -> Callable[..., Response]:
        def view(number: str = "") -> Response:
            try:
                return _answer(_pass(store, pace, _CALLS.get(path, {}), number))
            except Refused as refused:
                return _refusal(refused)
            except HTTPException:
                return _refusal(Refused(41, "Request is too large", 413))
            except Exception as error:  # noqa: BLE001 - the door of REST: code 0 like the real one
                _LOG.error("REST of the demo account failed: %s", type(error).__name__)
                return _refusal(Refused(0, _TEXTS[0], 500))

        return view

    for path in (*_CALLS, "/", "/<path:number>"):
        rest.add_url_rule(
            path,
            endpoint="call" + path.translate(str.maketrans("/<>:", "____")),
            view_func=serve(path),
            methods=_METHODS,
            provide_automatic_options=False,
            strict_slashes=False,
        )

    @rest.after_request
    def remaining(response: Response) -> Response:
        response.headers["X-RateLimit-Remaining"] = str(pace.remaining)
        return response

    return rest


def _answer(body: Mapping[str, Any]) -> Response:
    response: Response = jsonify({"result": "success", **body})
    return response


def _refusal(refused: Refused) -> Response:
    response: Response = jsonify({"result": "fail", "code": refused.code, "error": refused.text})
    response.status_code = refused.status
    return response


def _pass(
    store: Store, pace: RestPace, calls: Mapping[str, Call], number: str
) -> Mapping[str, Any]:
    raw = request.get_data()
    if not pace.take():
        raise Refused(429, "Too many requests", 429)
    with store.read() as model:
        token, person = _who(model)
        _account(model, pace)
        if not calls:
            raise Refused(0, "Unknown method", 404)
        call = calls.get(request.method)
        if call is None:
            raise Refused(405, "Method not allowed", 405)
        if call.scope and token.scopes and call.scope not in token.scopes:
            raise Refused(5, "Scope denied, method not allowed", 405)
        if call.scope.startswith("datatag") and person.role == "TechAdmin":
            raise Refused(6, "Not permitted", 403)
        try:
            body = {} if request.method == "GET" else rest_data.body_of(raw)
            asked = Asked(model, person, number, body, request.args)
            if call.writes:
                with store.change():
                    return call.run(asked)
            return call.run(asked)
        except Refused as refused:
            raise Refused(refused.code, refused.text, refused.status or call.refusal) from None


def _who(model: Model) -> tuple[Token, Person]:
    kind, _, text = request.headers.get("Authorization", "").partition(" ")
    text = text.strip() if kind.lower() == "bearer" else ""
    if not text and request.method == "GET":
        text = request.args.get("access_token", "")
    token = model.token(text) if text else None
    if token is None:
        raise Refused(1, "Access denied, unknown token", 401)
    person = model.person(token.person)
    if person is None or person.status == "Inactive":
        raise Refused(16, _TEXTS[16], _STATUSES[16])
    return token, person


def _account(model: Model, pace: RestPace) -> None:
    trouble = model.switches.trouble
    if trouble is None and pace.sent > DAILY:
        trouble = 22
    if trouble is not None:
        raise Refused(trouble, _TEXTS[trouble], _STATUSES.get(trouble, 403))


def _ping(_asked: Asked) -> Mapping[str, Any]:
    return {}


def _datatag_list(asked: Asked) -> Mapping[str, Any]:
    names = rest_data.names(asked.body, rest_data.TAG_MINIMUM)
    page = rest_data.page(asked.body, asked.model.tags)
    return {"dataTags": [rest_data.tag(each, names) for each in page]}


def _datatag(asked: Asked) -> Mapping[str, Any]:
    names = rest_data.split(asked.fields, rest_data.TAG_MINIMUM)
    return {"dataTag": rest_data.tag(rest_data.find_tag(asked.model, asked.number, 404), names)}


def _entries(asked: Asked) -> Mapping[str, Any]:
    found = rest_data.find_tag(asked.model, asked.number, 400)
    names = rest_data.names(asked.body, rest_data.ENTRY_MINIMUM)
    entries = rest_data.entries(asked.model, found, asked.body)
    page = rest_data.page(asked.body, entries)
    return {"dataTagEntries": [rest_data.entry(each, found, names) for each in page]}


def _user_list(asked: Asked) -> Mapping[str, Any]:
    names = rest_data.names(asked.body, rest_data.USER_MINIMUM)
    page = rest_data.page(asked.body, rest_data.people(asked.model, asked.body))
    return {"users": [rest_data.user(asked.model, each, names) for each in page]}


def _user(asked: Asked) -> Mapping[str, Any]:
    names = rest_data.split(asked.fields, rest_data.USER_MINIMUM)
    person = rest_data.find_person(asked.model, asked.number, "Employee", 400)
    return {"user": rest_data.user(asked.model, person, names)}


def _user_update(asked: Asked) -> Mapping[str, Any]:
    person = rest_data.find_person(asked.model, asked.number, "Employee", 404)
    if asked.person.id != person.id and (person.owner or not asked.person.may_administer):
        raise Refused(6, "Not permitted", 403)
    silent = asked.query.get("silent", "false").lower()
    if silent not in ("true", "false", "1", "0", ""):
        raise Refused(41, "silent must be a boolean")
    before = list(person.phones)
    failures = rest_data.update(asked.model, person, asked.body)
    if silent not in ("true", "1"):
        asked.model.note(asked.person.full_name, person, "REST API", before)
    return {"failures": failures} if failures else {}


_CALLS: dict[str, dict[str, Call]] = {
    "/ping": {"GET": Call("", 400, _ping)},
    "/datatag/list": {"POST": Call("datatag_readonly", 500, _datatag_list)},
    "/datatag/<number>": {"GET": Call("datatag_readonly", 404, _datatag)},
    "/datatag/<number>/entry/list": {"POST": Call("datatag_readonly", 400, _entries)},
    "/user/list": {"POST": Call("user_readonly", 500, _user_list)},
    "/user/<number>": {
        "GET": Call("user_readonly", 400, _user),
        "POST": Call("user_update", 400, _user_update, writes=True),
    },
}
