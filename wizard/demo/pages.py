"""The account's web pages, where a person does in a browser what REST cannot do. A look of our own.

Labels are those of Planfix (facts.json); the sentences around them stand in resources/demo. Nothing
here is a copy of a page of Planfix. Must not be reachable by a form of a foreign page (see
``server``).
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from wizard.demo import seed
from wizard.demo.model import (
    FIELD_TYPES,
    PbxSettings,
    PhoneRow,
    ShortNumber,
    Tag,
    TagFieldRow,
    Token,
)
from wizard.demo.store import Store
from wizard.rules.facts import Facts

COOKIE = "demo_session"
_MOST_ROWS = 2000
_PHONE_TYPES = (1, 2, 3, 4)


def blueprint(
    store: Store, facts: Facts, words: Mapping[str, Any], call_types: list[str], origin: str
) -> Blueprint:
    """All pages that need a login. ``origin`` is what the three addresses begin with."""
    pages = Blueprint("pages", __name__)

    def said() -> str:
        return str(words.get(request.args.get("said", ""), ""))

    @pages.before_request
    def logged_in() -> Answer | None:
        if request.cookies.get(COOKIE) or request.endpoint == "pages.enter":
            return None
        if request.endpoint == "pages.home":
            return redirect("/?action=login", 303) if not request.args else None
        back = request.full_path.rstrip("?") if request.method == "GET" else "/"
        return redirect(url_for("pages.home", action="login", next=back), 303)

    @pages.get("/")
    def home() -> str | Answer:
        with store.read() as model:
            if request.args.get("action") == "login" or not request.cookies.get(COOKIE):
                return render_template(
                    "login.html", model=model, next=_local(request.args.get("next", ""))
                )
            return render_template("home.html", model=model)

    @pages.post("/")
    def enter() -> Answer:
        # Whoever reaches loopback is this computer's person: the name is checked by nobody.
        answer = redirect(_local(request.form.get("next", "")) or "/", 303)
        answer.set_cookie(COOKIE, secrets.token_hex(8), httponly=True, samesite="Lax")
        return answer

    @pages.post("/demo/logout")
    def leave() -> Answer:
        answer = redirect("/?action=login", 303)
        answer.delete_cookie(COOKIE)
        return answer

    # --- integrations

    @pages.get("/demo/integrations")
    def integrations() -> str:
        return render_template("integrations.html")

    @pages.get("/demo/integrations/pbx")
    def pbx() -> str:
        with store.read() as model:
            return render_template("pbx.html", model=model, said=said())

    @pages.post("/demo/integrations/pbx/<name>/switch")
    def switch(name: str) -> Answer:
        with store.change() as model:
            if name not in model.pbx:
                abort(404)
            if request.form.get("on") == "1":
                result = "replaced" if model.active not in ("", name) else "activated"
                seed.connect(model, name, facts, call_types)
                return redirect(url_for("pages.parameters", name=name, said=result), 303)
            if model.active == name:
                model.active = ""
        return redirect(url_for("pages.pbx", said="deactivated"), 303)

    @pages.get("/demo/integrations/pbx/<name>")
    def parameters(name: str) -> str | Answer:
        with store.read() as model:
            if name not in model.pbx:
                abort(404)
            if model.active != name:
                return redirect(url_for("pages.pbx"), 303)
            return _parameters(name, model.pbx[name], _rows(model.pbx[name]))

    def _rows(settings: PbxSettings) -> list[tuple[str, str]]:
        return [(str(row.person), row.number) for row in settings.short_numbers]

    def _parameters(name: str, shown: PbxSettings, rows: list[tuple[str, str]]) -> str:
        with store.read() as model:
            return render_template(
                "parameters.html",
                name=name,
                shown=shown,
                rows=rows,
                people=model.people,
                addresses={which: origin + path for which, path in facts.paths.items()},
                said=said(),
            )

    @pages.post("/demo/integrations/pbx/<name>")
    def save_parameters(name: str) -> str | Answer:
        form = request.form
        action = form.get("action", "save")
        rows = list(zip(form.getlist("employee"), form.getlist("number"), strict=False))
        with store.read() as model:
            if name not in model.pbx:
                abort(404)
            if model.active != name or action == "cancel":
                return redirect(url_for("pages.pbx"), 303)
            known = {str(each.id) for each in model.people}
            title = model.pbx[name].title
        typed = PbxSettings(
            title, form.get("api_key", "").strip(), form.get("secret_key", "").strip()
        )
        if action != "save":
            return _parameters(name, typed, _rearranged(action, rows, ("", "")))
        typed.short_numbers = [
            ShortNumber(int(person), number.strip())
            for person, number in rows[:_MOST_ROWS]
            if person in known and number.strip()
        ]
        typed.saved = True
        with store.change() as model:
            model.pbx[name] = typed
        return redirect(url_for("pages.parameters", name=name, said="saved"), 303)

    # --- analytics

    @pages.get("/demo/analytics")
    def analytics() -> str:
        with store.read() as model:
            groups: dict[str, list[Tag]] = {}
            for tag in model.tags:
                groups.setdefault(tag.group, []).append(tag)
            return render_template("analytics.html", groups=groups, said=said())

    @pages.get("/demo/analytics/<int:number>")
    def editor(number: int) -> str:
        with store.read() as model:
            tag = model.tag(number) or abort(404)
            added = [row for row in tag.fields if not row.standard]
            return _editor(tag, [(str(row.id), row.name, str(row.type)) for row in added])

    def _editor(tag: Tag, added: list[tuple[str, str, str]]) -> str:
        return render_template(
            "editor.html", tag=tag, added=added, types=_types(facts), said=said()
        )

    @pages.post("/demo/analytics/<int:number>")
    def save_editor(number: int) -> str | Answer:
        form = request.form
        action = form.get("action", "save")
        rows = list(
            zip(
                form.getlist("field_id"),
                form.getlist("field_name"),
                form.getlist("field_type"),
                strict=False,
            )
        )[:_MOST_ROWS]
        if any(kind not in map(str, FIELD_TYPES) for _, _, kind in rows):
            abort(400, words["field_type_unknown"])
        with store.change() as model:
            tag = model.tag(number) or abort(404)
            if action == "cancel":
                return redirect(url_for("pages.analytics"), 303)
            if action != "save":
                return _editor(tag, _rearranged(action, rows, ("", "", "0")))
            before = {str(row.id): row for row in tag.fields if not row.standard}
            kept = [row for row in tag.fields if row.standard]
            for field_id, name, kind in rows:
                if not name:
                    continue
                # popped: a number given twice makes a second field, not a twin
                row = before.pop(field_id, None) or TagFieldRow(model.take_id(), name, 0)
                # the name stays exactly as typed, spaces and all: mistakes are part of the play
                row.name, row.type = name, int(kind)
                kept.append(row)
            tag.fields = kept
        return redirect(url_for("pages.editor", number=number, said="saved"), 303)

    # --- employees

    @pages.get("/demo/employees")
    def employees() -> str:
        with store.read() as model:
            return render_template("employees.html", model=model)

    @pages.get("/user/<int:number>")
    def card(number: int) -> str:
        with store.read() as model:
            person = model.person(number) or abort(404)
            phones = [(each.number, str(each.type)) for each in person.phones]
            return render_template(
                "card.html", person=person, phones=phones, types=_PHONE_TYPES, said=said()
            )

    @pages.post("/user/<int:number>")
    def save_card(number: int) -> str | Answer:
        form = request.form
        action = form.get("action", "save")
        rows = list(zip(form.getlist("phone"), form.getlist("phone_type"), strict=False))
        if any(kind not in map(str, _PHONE_TYPES) for _, kind in rows):
            abort(400)
        with store.change() as model:
            person = model.person(number) or abort(404)
            if action == "cancel":
                return redirect(url_for("pages.employees"), 303)
            if action != "save":
                phones = _rearranged(action, rows, ("", "1"))
                return render_template(
                    "card.html", person=person, phones=phones, types=_PHONE_TYPES, said=""
                )
            before = person.phones
            person.phones = [
                PhoneRow(text, int(kind)) for text, kind in rows[:_MOST_ROWS] if text.strip()
            ]
            owner = next(each for each in model.people if each.owner)
            model.note(owner.full_name, person, "", before)
        return redirect(url_for("pages.card", number=number, said="saved"), 303)

    @pages.get("/demo/log")
    def log() -> str:
        with store.read() as model:
            return render_template("log.html", rows=list(reversed(model.log)))

    # --- access to the API

    @pages.get("/demo/tokens")
    def tokens() -> str:
        with store.read() as model:
            scopes = [*facts.scopes["read"], *facts.scopes["write"]]
            return render_template("tokens.html", model=model, scopes=scopes, said=said())

    @pages.post("/demo/tokens")
    def make_token() -> Answer:
        form = request.form
        allowed = [*facts.scopes["read"], *facts.scopes["write"]]
        chosen = [scope for scope in allowed if scope in form.getlist("scope")]
        with store.change() as model:
            person = form.get("person", "")
            if person not in {str(each.id) for each in model.people}:
                abort(400)
            # eight visible letters: nobody shall take it for a real one
            text = "demodemo" + secrets.token_hex(12)
            title = form.get("title", "").strip()[:200]
            model.tokens.append(Token(text, title, int(person), chosen))
        return redirect(url_for("pages.tokens", said="token_made"), 303)

    @pages.post("/demo/tokens/delete")
    def delete_token() -> Answer:
        with store.change() as model:
            wanted = request.form.get("token", "")
            model.tokens = [each for each in model.tokens if each.token != wanted]
        return redirect(url_for("pages.tokens", said="token_removed"), 303)

    return pages


def _local(target: str) -> str:
    """A path of this very account, or nothing."""
    plain = target.startswith("/") and not target.startswith(("//", "/\\"))
    return target if plain and target.isprintable() else ""


def _types(facts: Facts) -> list[tuple[str, str]]:
    return [(str(number), facts.field_types[number]) for number in FIELD_TYPES]


def _rearranged(action: str, rows: list[Any], blank: tuple[str, ...]) -> list[Any]:
    """Rows after «Добавить» or ``remove:INDEX``, for browsers without scripts."""
    if action == "add":
        return [*rows, blank]
    index = action.removeprefix("remove:")
    if index == action or not (index.isascii() and index.isdecimal()):
        abort(400)
    return [row for number, row in enumerate(rows) if number != int(index[:6])]
