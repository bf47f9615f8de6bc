"""The command line. Must not import Qt: ``--version`` and ``--help`` answer without it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

from wizard import __version__

NAME = "planfix-binotel-wizard"


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        refuse(message)


def refuse(sentence: str) -> NoReturn:
    """End with status 2 and one plain sentence on stderr."""
    if sys.stderr is not None:
        print(f"{NAME}: {' '.join(sentence.split())}", file=sys.stderr)  # noqa: T201 - the one word a console gets
    raise SystemExit(2)


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Read the arguments; ``SystemExit(2)`` with one sentence where they are unusable."""
    parser = _Parser(
        prog=NAME,
        description="Connects a Planfix account with the virtual PBX Binotel, step by step.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"{NAME} {__version__}")
    parser.add_argument(
        "--demo",
        action="store_true",
        help="start the embedded demo account on loopback and work on it",
    )
    parser.add_argument(
        "--account",
        metavar="ADDRESS",
        help="account to set up: acme, acme.planfix.ua, https://crm.acme.example/",
    )
    parser.add_argument("--language", choices=("ru", "uk", "en"), help="language of the interface")
    parser.add_argument(
        "--config-dir", metavar="DIR", type=Path, help="folder for set-up state and logs"
    )
    parser.add_argument(
        "--binotel-url",
        metavar="URL",
        help="origin of the Binotel API (https://*.binotel.com or loopback)",
    )
    parser.add_argument(
        "--demo-server",
        action="store_true",
        help="only serve the demo account; its addresses come as one JSON line on stdout",
    )
    parser.add_argument("--port", metavar="N", type=int, help="port of --demo-server")
    arguments = parser.parse_args(list(argv))
    if arguments.demo and (arguments.account is not None or arguments.binotel_url is not None):
        refuse("--demo works on its own account: leave --account and --binotel-url out.")
    if arguments.demo_server and arguments.demo:
        refuse("--demo-server has no window: leave --demo out.")
    if arguments.port is not None and not arguments.demo_server:
        refuse("--port goes with --demo-server.")
    if arguments.port is not None and not 0 <= arguments.port <= 65535:
        refuse("--port takes a number from 0 to 65535.")
    if arguments.binotel_url is not None:
        arguments.binotel_url = _binotel_origin(arguments.binotel_url)
    if arguments.config_dir is not None and arguments.config_dir.is_file():
        refuse("--config-dir names a file; it takes a folder.")
    return arguments


def _binotel_origin(url: str) -> str:
    """The origin, or the end of the program: secrets go to Binotel or to loopback only."""
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    own = parts.scheme == "https" and host.endswith(".binotel.com")
    loopback = parts.scheme in ("http", "https") and is_loopback(host)
    plain = (
        not parts.username and not parts.password and parts.path in ("", "/") and not parts.query
    )
    if not ((own or loopback) and plain):
        refuse("--binotel-url takes https://*.binotel.com or an address on loopback.")
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}" + (f":{port}" if port else "")


def is_loopback(host: str) -> bool:
    """127.0.0.0/8, ::1 or exactly localhost."""
    if host in ("localhost", "::1"):
        return True
    parts = host.split(".")
    return (
        len(parts) == 4
        and parts[0] == "127"
        and all(part.isdecimal() and part.isascii() and int(part) < 256 for part in parts)
    )
