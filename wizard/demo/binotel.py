"""Binotel's API 4.0 over the demo company: two methods that read, and the ways it refuses.

Errors come with HTTP 200, as from the real one; in an outage every method gives a page instead of
JSON (facts on Binotel, 1.2 to 1.7). Telephone lines carry SIP names and passwords, visibly fake,
since the real ones do.
"""

from __future__ import annotations

import json
import logging
import math
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, jsonify, request

from wizard.demo.model import Model
from wizard.demo.store import Store

_LOG = logging.getLogger("wizard.demo")
_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
_OUTAGE = "<!DOCTYPE html>\n<html><body><h1>Something went wrong (exception)</h1></body></html>\n"
_TEXTS = {
    102: "No such method",
    103: "Not enough data",
    104: "Wrong data",
    105: "Something went wrong",
    120: "Your company is disabled",
    121: "Your key or secret is wrong",
}


def blueprint(store: Store, clock: Callable[[], float]) -> Blueprint:
    """Every path below /api/; the method is told from the path alone, as the real one does."""
    api = Blueprint("binotel", __name__)

    @api.route("/api/<path:method>", methods=_METHODS, provide_automatic_options=False)
    def call(method: str) -> Response:
        raw = request.get_data()
        try:
            with store.change() if _moves(store) else store.read() as model:
                return _answer(store, model, method, raw, clock())
        except Exception as error:  # noqa: BLE001 - the door of the API
            _LOG.error("Binotel of the demo account failed: %s", type(error).__name__)
            return _error(105)

    return api


def _moves(store: Store) -> bool:
    """Only the end of a busy time changes anything, and so only then is anything written."""
    return store.busy_until is not None


def _answer(store: Store, model: Model, method: str, raw: bytes, now: float) -> Response:
    if model.switches.outage:
        return Response(_OUTAGE, mimetype="text/html")
    read = _READS.get(method)
    if read is None:
        return _error(102)
    body = _body(raw)
    key, secret = body.get("key"), body.get("secret")
    if not key or not secret:
        return _error(103)
    seconds = _busy(store, model, now)
    if seconds:
        return _error(106, f"Requests are too frequent. Please try again after {seconds} sec.")
    if (key, secret) != (model.binotel.key, model.binotel.secret):
        return _error(121)
    if model.switches.binotel_code is not None:
        return _error(model.switches.binotel_code)
    response: Response = jsonify({"status": "success", **read(model)})
    return response


def _body(raw: bytes) -> dict[str, Any]:
    try:
        body = json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def _busy(store: Store, model: Model, now: float) -> int:
    if not model.switches.busy:
        store.busy_until = None
        return 0
    if store.busy_until is None:
        store.busy_until = now + model.switches.busy
    if now >= store.busy_until:
        store.busy_until = None
        model.switches.busy = 0
        return 0
    return math.ceil(store.busy_until - now)


def _error(code: int, message: str = "") -> Response:
    text = message or _TEXTS.get(code, "Something went wrong")
    response: Response = jsonify({"status": "error", "code": code, "message": text})
    return response


def _routes(model: Model) -> dict[str, Any]:
    return {"listOfRoutes": model.binotel.routes}


def _employees(model: Model) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for index, line in enumerate(model.binotel.lines):
        person = model.person(line.person)
        name, email = (person.full_name, person.email) if person else ("", "")
        endpoint: dict[str, Any] | str = ""  # people without a line have an empty string there
        if line.internal:
            endpoint = {
                "id": str(7000 + index),
                "login": f"demo-sip-login-{line.internal}",
                "password": f"demo-sip-password-{line.internal}",
                "internalNumber": line.internal,
                "status": {"preparedStatus": "offline"},
                "encryptedWithTls": "0",
                "wasOnlineAt": "1712300979",
            }
        told[email or f"notLinkedToUser_{index}"] = {
            "employeeID": str(1200 + index) if person else 0,
            "email": email,
            "name": name,
            "mobileNumber": line.mobile,
            "presenceState": "active" if person else "inactive",
            "presenceStateUpdatedAt": "1712300977",
            "role": "employee",
            "department": "",
            "wireIsEnabled": line.wire,
            "crmIsEnabled": "0",
            "chatIsEnabled": "0",
            "callCenterIsEnabled": "0",
            "language": "ru",
            "endpointData": endpoint,
        }
    return {"listOfEmployees": told}


_READS: dict[str, Callable[[Model], dict[str, Any]]] = {
    "4.0/settings/list-of-routes.json": _routes,
    "4.0/settings/list-of-employees.json": _employees,
}
