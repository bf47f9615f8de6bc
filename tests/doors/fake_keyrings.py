"""Stores that behave as the worst ones in the field do. For ``keyring.set_keyring`` in tests.

Their priority is below that of ``fail``, so keyring's own search never chooses one of them.
"""

from __future__ import annotations

import threading

from keyring.backend import KeyringBackend
from keyring.backends import Windows
from keyring.errors import KeyringLocked, PasswordDeleteError


class HonestKeyring(KeyringBackend):
    """Keeps what it is given, in memory."""

    priority = -10  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError("not found")


class LateKeyring(HonestKeyring):
    """For tests that raise its priority: a store that comes up while the program runs."""

    priority = -10  # type: ignore[assignment]


class ForgetfulKeyring(HonestKeyring):
    """Says yes and keeps nothing, like ``null`` or a Secret Service that is locked unseen."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Nothing."""


class DifferentKeyring(HonestKeyring):
    """Gives back something else than it was given, like a store that cuts or re-encodes."""

    def get_password(self, service: str, username: str) -> str | None:
        kept = super().get_password(service, username)
        return None if kept is None else kept[:-1]


class LockedKeyring(HonestKeyring):
    """Locked, and nobody there to unlock it."""

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("Failed to unlock the collection!")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked("Failed to unlock the collection!")


class HangingKeyring(HonestKeyring):
    """Its prompt stays open until ``release`` is set."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = threading.Event()
        self.release = threading.Event()

    def set_password(self, service: str, username: str, password: str) -> None:
        self.asked.set()
        self.release.wait()
        super().set_password(service, username, password)


class LeakingKeyring(HonestKeyring):
    """Raises something that keyring has never heard of, with the secret in its text."""

    error: type[Exception] = OSError

    def set_password(self, service: str, username: str, password: str) -> None:
        try:
            raise ValueError(f"inner {password}")
        except ValueError:
            raise self.error(f"could not store {password} for {username}") from None

    def get_password(self, service: str, username: str) -> str | None:
        raise self.error("demo-leak")


class WindowsLikeKeyring(Windows.WinVaultKeyring):  # type: ignore[misc]
    """The Windows store as far as its length limit goes; runs anywhere."""

    priority = -10

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if len(password.encode("utf-16-le")) > 2560:
            raise OSError("The stub received bad data")
        self.kept[service, username] = password


class StubbornKeyring(HonestKeyring):
    """Says that it deleted and did not."""

    def delete_password(self, service: str, username: str) -> None:
        """Nothing."""


class DoubleKeyring(HonestKeyring):
    """Holds several items of one name and deletes one at a time, as a Secret Service does."""

    def __init__(self) -> None:
        super().__init__()
        self.more = 2

    def delete_password(self, service: str, username: str) -> None:
        if self.more:
            self.more -= 1
            return
        super().delete_password(service, username)
