"""Errors as values. A finding carries a key and facts, never a sentence: words are in the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from enum import IntEnum


class Severity(IntEnum):
    """How grave a finding is; the order is the order of gravity."""

    NOTE = 0
    WARNING = 1
    ERROR = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found. ``key`` is a name from the contract; ``details`` fill the catalogue's placeholders.

    ``field`` is the object name of the widget it belongs to, empty if it belongs to none.
    ``details`` never hold a secret or an address with user information in it.
    """

    key: str
    severity: Severity = Severity.ERROR
    field: str = ""
    details: Mapping[str, str] = dataclass_field(default_factory=dict)


class Fault(Exception):  # noqa: N818 - not an error of ours: an outside thing said no
    """Raised by doors. Its text is the finding's key alone, so no server text reaches a log through it."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.key)
        self.finding = finding


def fault(key: str, severity: Severity = Severity.ERROR, field: str = "", **details: str) -> Fault:
    """Build a fault in one line."""
    return Fault(Finding(key, severity, field, details))


def gravest(findings: Iterable[Finding]) -> Finding | None:
    """The gravest finding, the first of equals; None of nothing."""
    return max(findings, key=lambda each: each.severity, default=None)


def outcome(findings: Iterable[Finding]) -> str:
    """``ok``, ``warning`` or ``error``: the state that findings amount to."""
    worst = gravest(findings)
    if worst is None or worst.severity is Severity.NOTE:
        return "ok"
    return "error" if worst.severity is Severity.ERROR else "warning"
