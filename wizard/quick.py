"""Lets Qt be imported without three long patterns that a start has no use for. Must not know what else is imported.

Shiboken, below PySide, compiles them at its import for whoever asks for the signature of one of Qt's
functions, or calls one wrongly. That is a fifth of what a bare window takes to its first paint.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from typing import Any

_HOME = "shibokensupport"
_at_once = re.compile


class _Later:
    """A pattern that is compiled when it is first used; its methods may be taken before that."""

    def __init__(self, compile_: Callable[[], Any]) -> None:
        self._compile = compile_

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            # Asked of everything in a class body, and had by no pattern.
            raise AttributeError(name)
        if not callable(getattr(re.Pattern, name, None)):
            return getattr(self._compile(), name)

        def method(*arguments: Any, **named: Any) -> Any:
            return getattr(self._compile(), name)(*arguments, **named)

        return method


def _compile(pattern: Any, flags: Any = 0) -> Any:
    if not sys._getframe(1).f_code.co_filename.startswith(_HOME):  # noqa: SLF001 - whose pattern it is
        return _at_once(pattern, flags)
    # re keeps what it compiled, so a second use costs a look-up.
    return _Later(lambda: _at_once(pattern, flags))


def patterns_later() -> None:
    """Until ``patterns_at_once``, shiboken's patterns wait for their first use; all others do not."""
    global _at_once
    if "shiboken6" not in sys.modules and re.compile is not _compile:
        _at_once = re.compile
        re.compile = _compile


def patterns_at_once() -> None:
    """Qt is imported: compile as ever."""
    if re.compile is _compile:
        re.compile = _at_once
