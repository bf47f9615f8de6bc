"""What the engine must not be told by the environment: to be debugged from outside, or to trust everybody.

Has to run before Qt WebEngine is imported, so it imports nothing of it. The program itself adds no flag, above
all not ``--no-sandbox``.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, MutableMapping

_FLAGS = "QTWEBENGINE_CHROMIUM_FLAGS"
# Debugging ports, recordings of the traffic and keys of TLS on disk.
_VARIABLES = ("QTWEBENGINE_REMOTE_DEBUGGING", "SSLKEYLOGFILE", "CHROME_LOG_FILE")
_REFUSED = (
    "remote-debugging",
    "remote-allow-origins",
    "devtools",
    "auto-open-devtools",
    "enable-automation",
    "disable-web-security",
    "disable-site-isolation",
    "disable-features=isolateorigins",
    "ignore-certificate-errors",
    "ignore-urlfetcher-cert-requests",
    "allow-insecure-localhost",
    "allow-running-insecure-content",
    "unsafely-",
    "allow-file-access",
    "load-extension",
    "user-data-dir",
    "disk-cache-dir",
    "log-net-log",
    "net-log",
    "ssl-key-log-file",
    "log-file",
    "dump-dom",
    "js-flags",
    "renderer-cmd-prefix",
    "utility-cmd-prefix",
    "gpu-launcher",
    "use-fake-ui-for-media-stream",
)


def refused(flag: str) -> bool:
    """Whether a flag opens the engine to others or makes it trust everybody."""
    name = flag.strip().lstrip("-").replace("_", "-").lower()
    return name.startswith(_REFUSED)


def clean_environment(environ: MutableMapping[str, str]) -> list[str]:
    """Take such variables and flags out; the names of what was taken, without values.

    Other flags stay: a machine may need them to show anything at all (``--disable-gpu``).
    """
    taken = [name for name in _VARIABLES if environ.pop(name, None) is not None]
    flags = environ.get(_FLAGS)
    if flags is None:
        return taken
    kept, dropped = _sorted(_split(flags))
    if dropped:
        if kept:
            environ[_FLAGS] = shlex.join(kept)
        else:
            del environ[_FLAGS]
    return taken + dropped


def _split(flags: str) -> list[str]:
    try:
        return shlex.split(flags)
    except ValueError:  # a quote that is never closed
        return flags.split()


def _sorted(flags: Iterable[str]) -> tuple[list[str], list[str]]:
    kept, dropped = [], []
    skip = False
    for flag in flags:
        if refused(flag) and flag.startswith("-"):
            dropped.append(flag.partition("=")[0])
            # "--remote-debugging-port 9222": the value stands alone.
            skip = "=" not in flag
        elif skip and not flag.startswith("-"):
            skip = False
        else:
            kept.append(flag)
            skip = False
    return kept, dropped
