"""Pages that Planfix does not have: start page, switches, test call, support's mailbox.

Everything here is what the person who plays the account does to it. Must not be linked to by the
wizard's rules.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from wizard.demo import caller, mailbox, telephony
from wizard.demo.model import (
    BINOTEL,
    BINOTEL_TROUBLES,
    PHONE_MODES,
    REST_TROUBLES,
    Answered,
    Switches,
)
from wizard.demo.store import Store
from wizard.rules.facts import Facts

_LONGEST_BUSY = 600


def blueprint(
    store: Store, facts: Facts, words: Mapping[str, Any], addresses: Callable[[], Mapping[str, str]]
) -> Blueprint:
    """The pages below /demo. ``addresses`` gives the origins once the servers stand."""
    desk = Blueprint("desk", __name__, url_prefix="/demo")

    @desk.get("", strict_slashes=False)
    def start() -> str:
        caller.repeat(store, now(), False)
        with store.read() as model:
            origin = addresses()["account"]
            right = {which: origin + path for which, path in facts.paths.items()}
            return render_template(
                "start.html",
                model=model,
                addresses=addresses(),
                binotel_active=model.active == BINOTEL,
                wrong_addresses=bool(model.binotel.addresses) and model.binotel.addresses != right,
                waiting=len(model.binotel.pending),
                said=words.get(request.args.get("said", ""), ""),
                rest_troubles=REST_TROUBLES,
                binotel_troubles=BINOTEL_TROUBLES,
                phone_modes=PHONE_MODES,
            )

    @desk.post("/switches")
    def switches() -> Answer:
        wanted = _switches(request.form)
        with store.change() as model:
            model.switches = wanted
            store.busy_until = None
        return redirect(url_for("desk.start", said="saved"), 303)

    @desk.post("/reset")
    def reset() -> Answer:
        store.reset()
        return redirect(url_for("desk.start", said="reset"), 303)

    def now() -> datetime:
        return datetime.now().astimezone().replace(tzinfo=None)  # entries are kept in local time

    @desk.post("/call")
    def call() -> Answer:
        kind = request.form.get("which", "call")
        if kind not in telephony.KINDS:
            abort(400)
        said = caller.call(store, kind, facts, addresses()["account"], now())
        return redirect(url_for("desk.start", said=said), 303)

    @desk.post("/repeat")
    def repeat() -> Answer:
        return redirect(url_for("desk.start", said=caller.repeat(store, now(), True)), 303)

    @desk.post("/addresses")
    def set_addresses() -> Answer:
        """Support mistypes an address, or puts it right."""
        wrong = request.form.get("wrong") == "1"
        with store.change() as model:
            if not model.binotel.addresses:
                return redirect(url_for("desk.start", said="call_no_addresses"), 303)
            origin = addresses()["account"]
            right = {which: origin + path for which, path in facts.paths.items()}
            model.binotel.addresses = {
                which: address[:-1] if wrong else address for which, address in right.items()
            }
        said = "addresses_wrong" if wrong else "addresses_right"
        return redirect(url_for("desk.start", said=said), 303)

    @desk.get("/mailbox")
    def box() -> str:
        with store.read() as model:
            return render_template(
                "mailbox.html", answered=model.answered and replace(model.answered)
            )

    @desk.post("/mailbox")
    def send() -> Answer:
        _support(request.form.get("letter", ""))
        return redirect(url_for("desk.box"), 303)

    @desk.post("/mailbox.json")
    def send_json() -> Response:
        body = request.get_json(silent=True)
        letter = body.get("letter") if isinstance(body, dict) else None
        if not isinstance(letter, str):
            abort(400)
        answered = _support(letter)
        response: Response = jsonify(
            accepted=answered.accepted, reason=answered.reason, reply=answered.reply
        )
        return response

    def _support(letter: str) -> Answered:
        if len(letter) > mailbox.LIMIT:
            abort(413)
        verdict = mailbox.judge(letter, addresses()["account"], facts.paths, words)
        with store.change() as model:
            if verdict.accepted and model.switches.asks_for_ip:
                verdict = mailbox.Verdict(words["reasons"]["ip"], {})
            reply = render_template("reply.txt", verdict=verdict, binotel=model.binotel)
            return mailbox.answer(model, verdict, reply)

    return desk


def _switches(form: Mapping[str, str]) -> Switches:
    phones = form.get("phones", PHONE_MODES[0])
    if phones not in PHONE_MODES:
        abort(400)
    return Switches(
        trouble=_one_of(form.get("trouble", ""), REST_TROUBLES),
        extension_numbers="extension_numbers" in form,
        phones=phones,
        outage="outage" in form,
        busy=_seconds(form.get("busy", "")),
        binotel_code=_one_of(form.get("binotel_code", ""), BINOTEL_TROUBLES),
        asks_for_ip="asks_for_ip" in form,
    )


def _one_of(text: str, allowed: tuple[int, ...]) -> int | None:
    if not text:
        return None
    if text not in map(str, allowed):
        abort(400)
    return int(text)


def _seconds(text: str) -> int:
    if not text.strip():
        return 0
    if not (text.isascii() and text.isdecimal() and int(text[:9]) <= _LONGEST_BUSY):
        abort(400)
    return int(text)
