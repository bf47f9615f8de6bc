"""The log files, what may stand in them, and the text of a crash. Must not know Qt or raise.

What may stand in a log is an allow-list: names of events and findings, small numbers, names of
exception classes. Everything else becomes ``***``, so that a person's name, a phone, an address
or a token finds no way in.
"""

from __future__ import annotations

import contextlib
import itertools
import logging
import os
import re
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType, TracebackType
from typing import IO, Any, Final

import wizard

MAX_BYTES: Final = 256 * 1024
FILES: Final = 5

_PACKAGE = Path(wizard.__file__).resolve().parent
_HIDDEN = "***"
_numbers = itertools.count(1)

# Seven digits and more with nothing but phone punctuation between them are a phone number.
_PHONE = re.compile(r"\+?\d(?:[\s().-]*\d){6,}")
_TOKEN = re.compile(r"[^\s,;]+")
_ALLOWED = re.compile(
    r"""
      [a-z]{1,24}(?:_[a-z]{1,24}){0,5}                        # account_empty
    | [a-z]{1,24}(?:[A-Z][a-z]{1,24}){1,3}                    # testCall, checkAccountButton
    | (?:[A-Z][a-z]{1,24}|[A-Z]{2,8}){0,4}(?:Error|Exception|Warning|Fault|Cancelled|Interrupt|Exit)
    | -?\d{1,6}(?:\.\d{1,3})?(?:ms|s|%)?                       # 200, 1.03s, 40ms
    | \d{1,2}\.\d{1,2}(?:\.\d{1,3})?                          # 6.11.3
    | [/:|+.!?-]+
    """,
    re.VERBOSE,
)


def redact(text: str) -> str:
    """The text with everything blanked that is not known to be harmless."""
    seen = _PHONE.sub(_HIDDEN, text)
    return _TOKEN.sub(lambda found: _judged(found.group()), seen)


def _judged(token: str) -> str:
    name, equals, value = token.partition("=")
    if equals:
        # What follows a name that is not ours is not ours either.
        return _HIDDEN if _judged(name) == _HIDDEN else f"{name}={_judged(value)}"
    core = token.strip("()[]{}<>'\":.")
    if not core or _ALLOWED.fullmatch(core):
        return token
    return _HIDDEN


class Redactor(logging.Filter):
    """Sits on every logger and handler; blanks message, arguments and exception where needed."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record, once; it always passes."""
        if getattr(record, "redacted", False):
            return True
        record.redacted = True
        try:
            text = redact(record.getMessage())
        except Exception:  # noqa: BLE001 - an argument that cannot be printed must not end the program
            text = "log_message_broken"
        if record.exc_info is not None and record.exc_info[1] is not None:
            text = "\n".join([text, *_lines(record.exc_info[1])])
        # The redacted text may hold a percent sign: without arguments it is not formatted again.
        record.msg, record.args = text, None
        record.exc_info = record.exc_text = record.stack_info = None
        return True


class LogHandle:
    """The log of one window. ``logger`` takes events; ``close`` ends it. ``path`` may not exist."""

    def __init__(self, logger: logging.Logger, handler: logging.Handler, path: Path) -> None:
        """Made by ``start``."""
        self.logger = logger
        self.path = path
        self._handler = handler

    def write(self, text: str) -> None:
        """One event, redacted."""
        self.logger.info("%s", text)

    def close(self) -> None:
        """Flush and let go of the file; may be called twice."""
        self.logger.removeHandler(self._handler)
        self._handler.close()


def start(folder: Path) -> LogHandle:
    """Begin a log in ``folder/logs``: five rotating files of 256 KiB, for this person alone.

    Each call gives a logger of its own. A folder that cannot be written means no log, and no
    complaint: a log is not worth stopping for.
    """
    # Brings sockets, pickle and queues along: not before the first window asks for it.
    import logging.handlers

    class Rotating(logging.handlers.RotatingFileHandler):
        def _open(self) -> IO[Any]:  # type: ignore[override]
            path = Path(self.baseFilename)
            path.parent.parent.mkdir(parents=True, exist_ok=True)
            path.parent.mkdir(mode=0o700, exist_ok=True)
            return open(path, "a", encoding="utf-8", errors="replace", opener=_private)

        def handleError(self, record: logging.LogRecord) -> None:
            """Quiet: the usual way prints the record to stderr."""

    path = folder / "logs" / "wizard.log"
    handler = Rotating(path, maxBytes=MAX_BYTES, backupCount=FILES - 1, delay=True)
    handler.addFilter(Redactor())
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logger = logging.getLogger(f"wizard.run.{next(_numbers)}")
    logger.setLevel(logging.INFO)
    logger.propagate = False
    logger.addFilter(Redactor())
    logger.addHandler(handler)
    return LogHandle(logger, handler, path)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


class _Hearing(logging.Handler):
    """Hands what libraries log to the window's log, redacted."""

    def __init__(self, log: Callable[[str], None]) -> None:
        super().__init__(logging.WARNING)
        self._log = log
        self.addFilter(Redactor())

    def emit(self, record: logging.LogRecord) -> None:
        with contextlib.suppress(Exception):
            library = record.name.partition(".")[0]
            self._log(f"{record.levelname.lower()} {library} {record.getMessage()}")


def hear_libraries(log: Callable[[str], None]) -> Callable[[], None]:
    """Send warnings of libraries to ``log`` instead of stderr: they may quote addresses and headers.

    Python's own ``warnings`` go the same way. Returns the way back.
    """
    handler = _Hearing(log)
    logging.getLogger().addHandler(handler)
    logging.captureWarnings(True)

    def undo() -> None:
        logging.captureWarnings(False)
        logging.getLogger().removeHandler(handler)

    return undo


def crash_text(
    exc_type: type[BaseException], exc: BaseException | None, tb: TracebackType | None
) -> str:
    """What a person may send us: versions, and where the program was.

    No exception's message, no values and no folders: any of them may hold what is private.
    """
    lines = [*versions(), ""]
    if exc is None:
        lines += [exc_type.__name__, *_frames(tb)]
    else:
        lines += _lines(exc, tb)
    return "\n".join(lines) + "\n"


def versions() -> list[str]:
    """Program, Python, Qt (if it is loaded) and system, a line each."""
    import platform

    qt = getattr(sys.modules.get("PySide6"), "__version__", "")
    return [
        f"planfix-binotel-wizard {getattr(wizard, '__version__', '')}".rstrip(),
        f"Python {platform.python_version()}",
        *([f"PySide6 {qt}"] if qt else []),
        f"{platform.system()} {platform.release()} {platform.machine()}".strip(),
    ]


def _lines(exc: BaseException, tb: TracebackType | None = None) -> list[str]:
    """Class and frames of an exception, and of those that led to it, oldest first."""
    chain: list[BaseException] = []
    link: BaseException | None = exc
    while link is not None and len(chain) < 10 and not any(link is each for each in chain):
        chain.append(link)
        hidden = link.__suppress_context__
        link = link.__cause__ or (None if hidden else link.__context__)
    lines: list[str] = []
    for each in reversed(chain):
        frames = tb if each is exc and tb is not None else each.__traceback__
        lines += [*_frames(frames), type(each).__name__]
    return lines


def _frames(tb: TracebackType | None) -> list[str]:
    found: list[str] = []
    while tb is not None:
        code = tb.tb_frame.f_code
        found.append(f"  {_where(tb.tb_frame)}:{tb.tb_lineno} {code.co_name}")
        tb = tb.tb_next
    if len(found) > 40:
        # Endless recursion: the beginning and the end tell it all.
        found = [*found[:20], "  ...", *found[-20:]]
    return found


def _where(frame: FrameType) -> str:
    """The file below our package; of foreign code the module's name. Never a person's folder."""
    path = Path(frame.f_code.co_filename)
    with contextlib.suppress(ValueError, OSError):
        return path.resolve().relative_to(_PACKAGE.parent).relative_to(_PACKAGE.name).as_posix()
    return str(frame.f_globals.get("__name__", path.name))


_Callback = Callable[[str], None]
_callbacks: list[_Callback] = []
_lock = threading.RLock()
_previous: list[tuple[Any, Any]] = []


def install_crash_hook(callback: _Callback) -> Callable[[], None]:
    """Call back with ``crash_text`` for every exception that nobody caught, on its own thread.

    The text goes to stderr too. Python's own hooks print the exception's message, which may hold
    anything, so they are not called; hooks that somebody else put there are. Several windows may
    install theirs; each gets a way of its own to uninstall.
    """
    with _lock:
        if not _callbacks:
            _previous[:] = [(sys.excepthook, threading.excepthook)]
            sys.excepthook, threading.excepthook = _on_exception, _on_thread_exception
        _callbacks.append(callback)
    return lambda: _uninstall(callback)


def _uninstall(callback: _Callback) -> None:
    with _lock:
        # By identity: a bound method equals another of the same object.
        kept = [each for each in _callbacks if each is not callback]
        if len(kept) == len(_callbacks):
            return
        _callbacks[:] = kept
        if not _callbacks:
            ours, theirs = _previous.pop()
            if sys.excepthook is _on_exception:
                sys.excepthook = ours
            if threading.excepthook is _on_thread_exception:
                threading.excepthook = theirs


def _on_exception(
    exc_type: type[BaseException], exc: BaseException, tb: TracebackType | None
) -> None:
    if issubclass(exc_type, KeyboardInterrupt):
        sys.__excepthook__(exc_type, exc, tb)
        return
    _tell(exc_type, exc, tb)
    for hook, _ in list(_previous):
        if hook is not sys.__excepthook__:
            hook(exc_type, exc, tb)


def _on_thread_exception(args: threading.ExceptHookArgs) -> None:
    if issubclass(args.exc_type, SystemExit):
        return
    _tell(args.exc_type, args.exc_value, args.exc_traceback)
    for _, hook in list(_previous):
        if hook is not threading.__excepthook__:
            hook(args)


def _tell(
    exc_type: type[BaseException], exc: BaseException | None, tb: TracebackType | None
) -> None:
    text = crash_text(exc_type, exc, tb)
    for callback in _each_callback():
        # While telling of one crash another must not take over.
        with contextlib.suppress(Exception):
            callback(text)
    with contextlib.suppress(Exception):
        # None in a windowed program; closed when a terminal went away.
        if sys.stderr is not None:
            sys.stderr.write(text)


def _each_callback() -> Iterator[_Callback]:
    with _lock:
        yield from list(_callbacks)
