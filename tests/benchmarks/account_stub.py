"""A Planfix account as large as one may be, for measuring: it answers at once and counts.

Standard library only. Plays reading alone, and pages as Planfix does (at most 100 at a time).
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TOKEN = "demo-token-of-the-benchmark"
PAGE = 100


class Account:
    """What the account holds, and the requests it got, as "METHOD path offset"."""

    def __init__(
        self, tags: Sequence[dict[str, Any]], employees: int, silent: bool = False
    ) -> None:
        self.tags = tags
        self.employees = [_employee(number) for number in range(1, employees + 1)]
        self.silent = silent
        self.asked: list[str] = []
        self.ended = threading.Event()

    def answer(self, method: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """The answer to one request."""
        start = int(body.get("offset", 0))
        end = start + min(int(body.get("pageSize", PAGE)), PAGE)
        what = path.partition("?")[0]
        self.asked.append(f"{method} {what} {json.dumps(body, sort_keys=True)}")
        if self.silent:
            self.ended.wait()
        if what == "/rest/datatag/list":
            return {"result": "success", "dataTags": self.tags[start:end]}
        if what == "/rest/user/list":
            found = [] if body.get("filters") else self.employees[start:end]
            return {"result": "success", "users": found}
        return {"result": "success"}


def _employee(number: int) -> dict[str, Any]:
    return {
        "id": number,
        "name": "Олена",
        "midname": "",
        "lastname": f"Демо-{number}",
        "role": "Assistant",
        "status": "Active",
        "email": f"demo{number}@acme.example",
        "phones": [
            {"number": f"+38067{number:07d}", "type": 1},
            {"number": f"+38044{number:07d}", "type": 2},
        ],
    }


def data_tags(count: int, telephony: dict[str, list[tuple[str, int]]]) -> list[dict[str, Any]]:
    """``count`` data tags, the last ones being ``telephony``: name -> (name, type) of its fields."""
    tags = [
        {
            "id": number,
            "name": f"Демо {number}",
            "group": {"id": 1, "name": "Демо"},
            "fields": [{"id": number, "name": "Поле", "type": 0}],
        }
        for number in range(1, count - len(telephony) + 1)
    ]
    for number, (name, fields) in enumerate(telephony.items(), start=count):
        found = [
            {"id": at, "name": each, "type": kind}
            for at, (each, kind) in enumerate(fields, start=1)
        ]
        tags.append(
            {"id": number, "name": name, "group": {"id": 2, "name": "Связь"}, "fields": found}
        )
    return tags


@contextmanager
def serving(account: Account) -> Iterator[str]:
    """Serve the account on loopback; yields its origin."""

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length) or b"{}")
            told = json.dumps(account.answer(self.command, self.path, body)).encode()
            if account.ended.is_set():
                return
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        do_GET = do_POST = _answer  # noqa: N815 - the names that the server calls

        def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002 - its name there
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        account.ended.set()
        server.shutdown()
        server.server_close()
        thread.join()
