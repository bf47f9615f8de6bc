"""«Параметры интеграции» of Binotel in other builds: as real sites differ, and as they deceive.

``/demo/builds/NAME`` shows one; it saves into the same settings as the account's own page. They are there to
try the account window on: nothing here is a copy of a page of Planfix. Must not be needed for anything else.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from wizard.demo.model import BINOTEL, PbxSettings, ShortNumber
from wizard.demo.pages import COOKIE
from wizard.demo.store import Store
from wizard.rules.facts import Facts

BUILDS = (
    "labels",
    "table",
    "placeholders",
    "controlled",
    "frame",
    "shadow",
    "late",
    "redrawn",
    "ukrainian",
    "dialog",
    "names",
    "combobox",
    "decoys",
    "masked",
    "twice",
    "other_pbx",
    "neighbour",
    "at_odds",
    "forgetful",
    "covered",
    "locked",
    "own_domain",
    "other_account",
)
_MOST_ROWS = 2000
_HOSTS = {"own_domain": "https://crm.demo.example", "other_account": "https://other.planfix.ru"}


def blueprint(store: Store, facts: Facts, words: Mapping[str, Any], origin: str) -> Blueprint:
    """The builds; like the account's own pages they need a login (``web``)."""
    pages = Blueprint("builds", __name__)

    @pages.before_request
    def logged_in() -> Answer | None:
        if request.cookies.get(COOKIE):
            return None
        back = request.full_path.rstrip("?") if request.method == "GET" else "/"
        return redirect(url_for("pages.home", action="login", next=back), 303)

    @pages.get("/demo/builds/")
    def index() -> str:
        return render_template("builds/index.html", builds=BUILDS)

    @pages.get("/demo/builds/<name>")
    def show(name: str) -> str:
        if name not in BUILDS:
            abort(404)
        return _shown(name, f"builds/{name}.html")

    @pages.get("/demo/builds/<name>/inside")
    def inside(name: str) -> str:
        if name != "frame":
            abort(404)
        return _shown(name, "builds/labels.html")

    def _shown(name: str, template: str) -> str:
        with store.read() as model:
            shown = model.pbx[BINOTEL]
            rows = [(str(row.person), row.number) for row in shown.short_numbers]
            begin = _HOSTS.get(name, origin)
            addresses = {which: begin + path for which, path in facts.paths.items()}
            return render_template(
                template,
                name=name,
                shown=shown,
                rows=rows,
                people=model.people,
                addresses=addresses,
                data={
                    "key": shown.api_key,
                    "secret": shown.secret_key,
                    "rows": rows,
                    "people": [[str(each.id), each.full_name] for each in model.people],
                    "addresses": addresses,
                    "save": url_for("builds.save", name=name),
                },
                said=str(words.get(request.args.get("said", ""), "")),
            )

    @pages.get("/demo/builds/<name>/data")
    def data(name: str) -> Response:
        """What a window of a script's own shows when it is opened again."""
        if name not in BUILDS:
            abort(404)
        with store.read() as model:
            shown = model.pbx[BINOTEL]
            rows = [[str(row.person), row.number] for row in shown.short_numbers]
            held = {"key": shown.api_key, "secret": shown.secret_key, "rows": rows}
        return Response(response=_json(held), mimetype="application/json")

    @pages.post("/demo/builds/<name>")
    def save(name: str) -> Answer:
        if name not in BUILDS:
            abort(404)
        sent = request.get_json(silent=True) if request.is_json else None
        if isinstance(sent, dict):
            key, secret = str(sent.get("key", "")), str(sent.get("secret", ""))
            rows = [(str(each[0]), str(each[1])) for each in sent.get("rows", ())]
        else:
            form = request.form
            key, secret = form.get("api_key", ""), form.get("secret_key", "")
            rows = list(zip(form.getlist("employee"), form.getlist("number"), strict=False))
        with store.change() as model:
            known = {str(each.id) for each in model.people}
            kept = PbxSettings(model.pbx[BINOTEL].title, key.strip(), secret.strip())
            kept.short_numbers = [
                ShortNumber(int(person), number.strip())
                for person, number in rows[:_MOST_ROWS]
                if person in known and number.strip()
            ]
            kept.saved = True
            model.pbx[BINOTEL] = kept
        if sent is not None:
            return Response(response=_json({"ok": True}), mimetype="application/json")
        where = "builds.inside" if name == "frame" else "builds.show"
        return redirect(url_for(where, name=name, said="saved"), 303)

    return pages


def _json(value: object) -> str:
    import json

    return json.dumps(value, ensure_ascii=False)
