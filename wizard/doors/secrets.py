"""The password store of the system, through ``keyring``. Blocks for as long as a prompt is open.

So it is called on the program's keyring lane only. Every save is read back, because a store may say
yes and keep nothing. Must not write a secret anywhere else, fall back to a file, or let a foreign
exception out: its text and its frames may hold the secret.

What the stores do and raise was tried on keyring 25.7 and SecretStorage 3.5.
"""

from __future__ import annotations

import importlib
import os
import sys
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final, TypeVar

from wizard.rules.finding import Fault, Severity, fault
from wizard.rules.secret import Secret

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE: Final = "planfix-binotel-wizard"

# A Windows credential holds 2 560 bytes of UTF-16.
_WINDOWS_LIMIT = 1280
_WINDOWS_TOO_LONG = 1783  # RPC_X_BAD_STUB_DATA, what Windows says instead of "too long"

_WINDOWS = "keyring.backends.Windows"
_SECRET_SERVICES = ("keyring.backends.SecretService", "keyring.backends.libsecret")
_READABLE = {
    _WINDOWS: "Windows Credential Manager",
    "keyring.backends.macOS": "macOS Keychain",
    "keyring.backends.kwallet": "KWallet",
}
# Who serves org.freedesktop.secrets, by the beginning of its process name (cut at 15 by Linux).
_DAEMONS = (
    ("gnome-keyring", "GNOME Keyring"),
    ("kwalletd", "KWallet"),
    ("ksecretd", "KWallet"),
    ("keepassxc", "KeePassXC"),
    ("oo7-daemon", "oo7"),
)
# Where discovery has no metadata to go by (a frozen bundle), the platform's store by its name.
_KNOWN = {
    "win32": f"{_WINDOWS}.WinVaultKeyring",
    "darwin": "keyring.backends.macOS.Keyring",
}
_KNOWN_ELSEWHERE = "keyring.backends.SecretService.Keyring"

# Exceptions are told apart by class name along the chain: their modules need not be installed here.
_GONE = {"NoKeyringError", "SecretServiceNotAvailableException"}
_DISMISSED = {"PromptDismissedException"}
_LOCKED = {"KeyringLocked", "LockedException", "KeychainDenied"}

_LOCKED_ON_THE_BUS = "org.freedesktop.Secret.Error.IsLocked"

_T = TypeVar("_T")
# keyring's memory of its search is one for the process, and two windows may ask at once.
_search = threading.Lock()


class SecretStore:
    """What ``keyring.get_keyring()`` returns, asked anew at every call.

    Raises ``Fault`` with ``keyring_missing``, ``keyring_locked``, ``keyring_dismissed``,
    ``keyring_silent``, ``keyring_too_long`` or ``keyring_failed``; all are warnings, since the
    program goes on without a store. Details: ``backend`` the store's readable name where known,
    ``reason`` the class name of a foreign exception, never its text.
    """

    def name(self) -> str:
        """The store as a person knows it, such as ``Secret Service (GNOME Keyring)``."""
        return _readable(_usable())

    def read(self, user: str) -> Secret | None:
        """The secret kept under that user name; None if there is none."""
        backend = _usable()
        text = _ask(backend, lambda: backend.get_password(SERVICE, user))
        return Secret(text) if text else None

    def save(self, user: str, secret: Secret) -> None:
        """Keep the secret, replacing the one before, and read it back."""
        backend = _usable()
        if _is_windows(backend) and _windows_length(secret) > _WINDOWS_LIMIT:
            raise _fault("keyring_too_long", backend)
        _ask(backend, lambda: backend.set_password(SERVICE, user, secret.reveal()))
        if _ask(backend, lambda: backend.get_password(SERVICE, user)) != secret.reveal():
            raise _fault("keyring_silent", backend)

    def delete(self, user: str) -> bool:
        """Remove the secret and see that it is gone; True if there was one."""
        backend = _usable()

        def held() -> bool:
            return _ask(backend, lambda: backend.get_password(SERVICE, user)) is not None

        if not held():
            return False
        # A Secret Service may hold several items of one user name and deletes one at a time.
        for _ in range(5):
            try:
                _ask(backend, lambda: backend.delete_password(SERVICE, user))
            except Fault:
                # Another window may have been faster.
                if held():
                    raise
            if not held():
                return True
        raise _fault("keyring_silent", backend)


class MemoryStore:
    """The same for one run of the program: nothing is written anywhere."""

    def __init__(self) -> None:
        """Begins empty."""
        self._kept: dict[str, Secret] = {}
        self._lock = threading.Lock()

    def name(self) -> str:
        """Always ``memory``."""
        return "memory"

    def read(self, user: str) -> Secret | None:
        """The secret kept under that user name; None if there is none."""
        with self._lock:
            return self._kept.get(user)

    def save(self, user: str, secret: Secret) -> None:
        """Keep the secret for this run."""
        with self._lock:
            self._kept[user] = secret

    def delete(self, user: str) -> bool:
        """Let the secret go; True if there was one."""
        with self._lock:
            return self._kept.pop(user, None) is not None


def _usable() -> KeyringBackend:
    """The store to use now. A daemon that started after the program is found: see ``_again``."""
    with _search:
        found = _attempt(_present)
    if isinstance(found, Fault):
        raise found
    backend, refused = found
    if refused:
        raise _fault("keyring_missing", backend)
    return backend


def _present() -> tuple[KeyringBackend, bool]:
    import keyring

    chosen = keyring.get_keyring()
    if _refused(chosen) and _discovered(chosen):
        chosen = _again()
    # A chainer asks all stores in turn, the plain-text ones too: only its first one is used.
    chained = getattr(chosen, "backends", None) if _module(chosen).endswith(".chainer") else None
    if chained:
        return chained[0], _refused(chained[0])
    return chosen, _refused(chosen)


def _discovered(backend: KeyringBackend) -> bool:
    """Whether keyring's own search chose it, rather than the person's settings or a call."""
    from keyring.backend import get_all_keyring

    return any(backend is each for each in get_all_keyring())


def _again() -> KeyringBackend:
    """Search anew: keyring remembers its first search for good, also when it found nothing."""
    import keyring
    from keyring.backend import get_all_keyring

    reset: Callable[[], None] | None = getattr(get_all_keyring, "reset", None)
    if reset is not None:
        reset()
    keyring.core.init_backend()
    found = keyring.get_keyring()
    if _refused(found) and _discovered(found):
        name = _KNOWN.get(sys.platform, _KNOWN_ELSEWHERE)
        known = _attempt(lambda: keyring.core.load_keyring(name))
        if not isinstance(known, Fault):
            keyring.set_keyring(known)
            return known
    return found


def _refused(backend: KeyringBackend) -> bool:
    """Null and fail, ``keyrings.alt``, and what keeps plain text by its own name."""
    if _module(backend) in ("keyring.backends.null", "keyring.backends.fail"):
        return True
    chained = getattr(backend, "backends", None) if _module(backend).endswith(".chainer") else None
    if chained is not None:
        # Without anything to chain it keeps nothing, like null.
        return not chained or _refused(chained[0])
    return any(
        each.__module__.split(".")[:2] == ["keyrings", "alt"]
        or "plaintext" in each.__name__.lower()
        for each in type(backend).__mro__
    )


def _module(backend: KeyringBackend) -> str:
    return type(backend).__module__


def _is_windows(backend: KeyringBackend) -> bool:
    return any(each.__module__ == _WINDOWS for each in type(backend).__mro__)


def _windows_length(secret: Secret) -> int:
    return len(secret.reveal().encode("utf-16-le", "surrogatepass")) // 2


def _readable(backend: KeyringBackend) -> str:
    module = _module(backend)
    if module == "keyring.backends.fail":
        # Stands for "nothing found": no store to name.
        return ""
    if module in _SECRET_SERVICES:
        daemon = _daemon()
        return f"Secret Service ({daemon})" if daemon else "Secret Service"
    for known, name in _READABLE.items():
        if module == known or module.startswith(known + "."):
            return name
    return f"{module}.{type(backend).__qualname__}"


def _daemon() -> str:
    """Who answers for the Secret Service on this session bus; empty if that is not to be seen."""
    found = _attempt(_daemon_process)
    if isinstance(found, Fault):
        return ""
    return next((name for begin, name in _DAEMONS if found.startswith(begin)), "")


def _daemon_process() -> str:
    # Comes with SecretStorage on Linux only, and has no types.
    jeepney: Any = importlib.import_module("jeepney")
    blocking: Any = importlib.import_module("jeepney.io.blocking")
    bus = jeepney.DBusAddress(
        "/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus"
    )
    call = jeepney.new_method_call(
        bus, "GetConnectionUnixProcessID", "s", ("org.freedesktop.secrets",)
    )
    with blocking.open_dbus_connection() as connection:
        pid = connection.send_and_get_reply(call, timeout=2).body[0]
    with open(f"/proc/{int(pid)}/comm", encoding="utf-8", errors="replace") as file:
        return file.read().strip()


def _ask(backend: KeyringBackend, call: Callable[[], _T]) -> _T:
    """Ask the store; its exceptions come out as ours."""
    found = _attempt(call, backend)
    # Raised here, outside of the handler: a fault that carries the foreign exception as its context
    # would carry its text and, by its frames, the secret.
    if isinstance(found, Fault):
        raise found
    return found


def _attempt(call: Callable[[], _T], backend: KeyringBackend | None = None) -> _T | Fault:
    try:
        return call()
    except BaseException as error:  # noqa: BLE001 - stores leak whatever their libraries raise
        # Not of Exception too: a panic of a library in Rust would end the lane, and nobody answered again.
        return _translate(error, backend)


def _translate(error: BaseException, backend: KeyringBackend | None) -> Fault:
    reason = type(error).__name__
    if backend is None:
        # The search failed: nothing behind PYTHON_KEYRING_BACKEND, or a broken settings file.
        wanted = os.environ.get("PYTHON_KEYRING_BACKEND", "")
        return fault("keyring_missing", Severity.WARNING, backend=wanted, reason=reason)
    chain = list(_chain(error))
    names = {kind.__name__ for each in chain for kind in type(each).__mro__}
    if names & _GONE:
        key = "keyring_missing"
    elif names & _DISMISSED or _says_dismissed(chain):
        key = "keyring_dismissed"
    elif names & _LOCKED or any(getattr(each, "name", "") == _LOCKED_ON_THE_BUS for each in chain):
        key = "keyring_locked"
    elif any(getattr(each, "winerror", None) == _WINDOWS_TOO_LONG for each in chain):
        key = "keyring_too_long"
    else:
        key = "keyring_failed"
    return _fault(key, backend, reason=reason)


def _says_dismissed(chain: list[BaseException]) -> bool:
    """Some stores tell it in words alone. The words are looked at and go no further."""
    return any(
        word in str(each).lower() for each in chain for word in ("prompt dismissed", "cancelled by")
    )


def _chain(error: BaseException) -> Iterator[BaseException]:
    link: BaseException | None = error
    for _ in range(10):
        if link is None:
            return
        yield link
        link = link.__cause__ or link.__context__


def _fault(key: str, backend: KeyringBackend, **details: str) -> Fault:
    return fault(key, Severity.WARNING, backend=_readable(backend), **details)
