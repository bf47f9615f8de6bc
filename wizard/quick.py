"""Lets Qt be imported without three long patterns that a start has no use for. Must not know what else is imported.

Shiboken, below PySide, compiles them at its import for whoever asks for the signature of one of Qt's
functions, or calls one wrongly. That is a tenth of what a bare window takes to its first paint.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

_HOME = "shibokensupport"


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


@contextmanager
def patterns_later() -> Iterator[None]:
    """While it lasts, shiboken's patterns wait for their first use; everybody else's are compiled as ever."""
    at_once = re.compile

    def compile_(pattern: Any, flags: Any = 0) -> Any:
        if not sys._getframe(1).f_code.co_filename.startswith(_HOME):  # noqa: SLF001 - whose pattern it is
            return at_once(pattern, flags)
        # re keeps what it compiled, so a second use costs a look-up.
        return _Later(lambda: at_once(pattern, flags))

    re.compile = compile_
    try:
        yield
    finally:
        re.compile = at_once
