"""An account of the test's own making: pages as text, at an origin of this computer; forms are kept."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl


class Site:
    """``pages`` maps paths to HTML; "ORIGIN" in it is the site's own. A redirect starts with ``->``."""

    def __init__(self) -> None:
        self.pages: dict[str, str] = {"/": "<p>Account"}
        self.posted: list[dict[str, str]] = []
        self.asked: list[str] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append(self.path)
                body = site.pages.get(self.path.partition("?")[0])
                if body is None:
                    self._answer(404, "")
                elif body.startswith("->"):
                    self.send_response(302)
                    self.send_header("Location", body[2:].strip())
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                elif body.startswith("file:"):
                    self.send_response(200)
                    self.send_header("Content-Disposition", "attachment; filename=a.zip")
                    self.send_header("Content-Type", "application/zip")
                    self.send_header("Content-Length", "3")
                    self.end_headers()
                    self.wfile.write(b"abc")
                else:
                    self._answer(200, body.replace("ORIGIN", site.origin))

            def do_POST(self) -> None:
                size = int(self.headers.get("Content-Length", "0"))
                site.posted.append(dict(parse_qsl(self.rfile.read(size).decode("utf-8"))))
                self._answer(200, "<p role=status>OK</p>")

            def _answer(self, status: int, body: str) -> None:
                data = f"<!DOCTYPE html><meta charset=utf-8><link rel=icon href='data:,'>{body}".encode()
                self.send_response(status)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *words: Any) -> None:
                """Tests say what they want to know."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        self.origin = f"http://127.0.0.1:{self.port}"
        self.other = f"http://localhost:{self.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
