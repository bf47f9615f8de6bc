"""The two web applications and their servers. Imports Flask: ``server`` loads it on start only.

Must not print: werkzeug and Flask are kept from stdout and stderr, what goes wrong is a line of the
log ``wizard.demo`` without any content of a request.
"""

from __future__ import annotations

import contextlib
import logging
import os
import re
import socket
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

import flask
from jinja2 import StrictUndefined
from werkzeug.exceptions import HTTPException
from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

from wizard.demo import binotel, builds, desk, pages, planfix_rest, telephony, words
from wizard.demo.model import BINOTEL
from wizard.demo.store import Store
from wizard.rules.facts import Facts

_LOG = logging.getLogger("wizard.demo")
# Without a handler of its own Python would print warnings to stderr when the program keeps no log.
_LOG.addHandler(logging.NullHandler())
_MOST_BYTES = 2 * 1024 * 1024
_HOSTS = re.compile(r"(127(\.[0-9]{1,3}){3}|localhost|\[::1\])(:[0-9]+)?")
_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

# Of the builds of the form some stand in a frame, and some ask for their data.
_BUILDS_POLICY = (
    _POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
    + "; frame-src 'self'; connect-src 'self'"
)


def _app() -> flask.Flask:
    folder = words.root() / "demo"
    app = flask.Flask(
        "wizard.demo",
        template_folder=str(folder),
        static_folder=None,
    )
    app.add_url_rule("/demo/static/<filename>", endpoint="static", view_func=_static)
    app.config["MAX_CONTENT_LENGTH"] = _MOST_BYTES
    app.config["MAX_FORM_MEMORY_SIZE"] = _MOST_BYTES
    app.config["MAX_FORM_PARTS"] = 10_000
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    return app


def _static(filename: str) -> flask.Response:
    """A file for the pages, read whole: a browser that goes away halfway leaves none open."""
    files = {each.name: each for each in (words.root() / "demo" / "static").iterdir()}
    if filename not in files:
        flask.abort(404)
    kind = "text/css" if filename.endswith(".css") else "text/javascript"
    return flask.Response(files[filename].read_bytes(), mimetype=kind)


def account_app(
    store: Store,
    facts: Facts,
    seed: Mapping[str, Any],
    addresses: Callable[[], Mapping[str, str]],
    gap: float,
    clock: Callable[[], float],
) -> flask.Flask:
    """REST, the account's pages, the demo's own pages and the support mailbox."""
    app = _app()
    said = words.words()
    app.jinja_env.globals["labels"] = facts.planfix_labels
    app.jinja_env.globals["field_types"] = facts.field_types
    app.register_blueprint(planfix_rest.blueprint(store, planfix_rest.RestPace(gap, clock)))
    app.register_blueprint(
        pages.blueprint(store, facts, said, list(seed["call_types"]), addresses()["account"])
    )
    app.register_blueprint(desk.blueprint(store, facts, said, addresses))
    app.register_blueprint(builds.blueprint(store, facts, said, addresses()["account"]))

    @app.before_request
    def from_here() -> None:
        """Only pages of this very account may post, and only under a name of this computer."""
        if flask.request.path.startswith("/rest/"):
            return
        if not _HOSTS.fullmatch(flask.request.host):
            flask.abort(403)
        origin = flask.request.headers.get("Origin")
        if flask.request.method == "POST" and origin not in (
            None,
            flask.request.host_url.rstrip("/"),
        ):
            flask.abort(403)

    @app.after_request
    def guarded(response: flask.Response) -> flask.Response:
        response.headers["X-Content-Type-Options"] = "nosniff"
        if not flask.request.path.startswith("/rest/"):
            own = flask.request.path.startswith("/demo/builds/")
            response.headers["Content-Security-Policy"] = _BUILDS_POLICY if own else _POLICY
            response.headers["Referrer-Policy"] = "same-origin"
            response.headers["Cache-Control"] = "no-store"
        return response

    @app.post("/tel/binotel/<which>")
    def notified(which: str) -> flask.Response:
        data = telephony.nested(flask.request.form.items(multi=True))
        with store.change() as model:
            if model.active != BINOTEL or which not in facts.paths:
                flask.abort(404)
            told, heard = telephony.receive(model, which, data, facts, addresses()["account"])
            if heard:
                store.heard[data["callDetails"].get("generalCallID", "")] = heard
        answer: flask.Response = flask.jsonify(told)
        return answer

    @app.errorhandler(HTTPException)
    def refused(error: HTTPException) -> tuple[str, int]:
        return flask.render_template("error.html", code=error.code), error.code or 500

    @app.errorhandler(Exception)
    def failed(error: Exception) -> tuple[str, int]:
        _LOG.error("a page of the demo account failed: %s", type(error).__name__)
        return flask.render_template("error.html", code=500), 500

    return app


def binotel_app(store: Store, clock: Callable[[], float]) -> flask.Flask:
    """Binotel's API."""
    app = _app()
    app.register_blueprint(binotel.blueprint(store, clock))

    @app.errorhandler(HTTPException)
    def refused(error: HTTPException) -> tuple[str, int]:
        return "", error.code or 500

    return app


def listen(port: int) -> socket.socket:
    """A socket on 127.0.0.1, on another port if this one is taken. OSError without loopback."""
    with contextlib.suppress(OSError, OverflowError):
        return _bind(port)
    return _bind(0)


def _bind(port: int) -> socket.socket:
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if os.name == "nt":
            # There REUSEADDR would let two programs share a port.
            bound.setsockopt(socket.SOL_SOCKET, getattr(socket, "SO_EXCLUSIVEADDRUSE", -5), 1)
        else:
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(("127.0.0.1", port))
        bound.listen(128)
    except BaseException:
        bound.close()
        raise
    return bound


class _Handler(WSGIRequestHandler):
    """Serves one connection without a word on stderr."""

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 - werkzeug's name
        """Addresses of requests can hold a token: nothing of them is logged."""


class _Listener(ThreadedWSGIServer):
    """Knows its connections and their threads, so that none outlives ``Server.stop``."""

    def __init__(self, bound: socket.socket, app: flask.Flask) -> None:
        self._lock = threading.Lock()
        self._open: dict[threading.Thread, socket.socket] = {}
        self._ended = False
        super().__init__("127.0.0.1", 0, app, handler=_Handler, fd=bound.fileno())
        bound.close()  # werkzeug holds a copy of it

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        own = threading.current_thread()
        with self._lock:
            self._open[own] = request
            ended = self._ended
        try:
            if ended:
                self.shutdown_request(request)
            else:
                super().process_request_thread(request, client_address)
        finally:
            with self._lock:
                self._open.pop(own, None)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002 - werkzeug's
        _LOG.error("a connection of the demo account failed")

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002, ARG002 - werkzeug's
        _LOG.error("a request of the demo account failed")

    def hang_up(self) -> list[threading.Thread]:
        """Ends every open connection; returns the threads that serve them."""
        with self._lock:
            self._ended = True
            for each in self._open.values():
                with contextlib.suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)
            return list(self._open)


class Server:
    """One listening socket, one thread that accepts, one daemon thread a connection."""

    def __init__(self, bound: socket.socket, app: flask.Flask, name: str) -> None:
        self._listener = _Listener(bound, app)
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._left: list[threading.Thread] = []
        self._thread.start()

    def _run(self) -> None:
        # Rarely woken when nobody calls: ``wait`` pokes it when it is to end.
        self._listener.serve_forever(poll_interval=2)

    def stop(self) -> None:
        """Stops accepting and hangs up; ``wait`` then sees the threads end."""
        # On a thread of its own: shutdown() waits for the accepting one without an end.
        asking = threading.Thread(target=self._listener.shutdown, daemon=True)
        asking.start()
        self._left = [asking, *self._listener.hang_up()]

    def wait(self, until: float) -> None:
        """Waits for the threads, until this moment of ``time.monotonic`` at most."""
        while self._thread.is_alive() and time.monotonic() < until:
            self._poke()
            self._thread.join(0.01)
        for thread in (*self._left, *self._listener.hang_up()):
            thread.join(max(0.0, until - time.monotonic()))

    def _poke(self) -> None:
        """A connection to itself, so that the accepting thread looks up."""
        with contextlib.suppress(OSError), socket.socket() as poking:
            poking.settimeout(0.05)
            poking.connect(("127.0.0.1", self._listener.port))
