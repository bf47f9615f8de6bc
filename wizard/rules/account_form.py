"""What stands in the account's form «Параметры интеграции» against what shall stand there.

Pure functions over what the account window read. Must not word anything, and never puts a key into a
finding.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from wizard.rules.address import Address
from wizard.rules.models import Employee
from wizard.rules.secret import Secret

WHICH = ("push", "settings", "completed")


@dataclass(frozen=True, slots=True)
class WantedRow:
    """A short number and its employee. ``names`` are the spellings that mean this person and nobody else."""

    id: str
    number: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the form shall hold. ``unnamed`` short numbers belong to people whose names are not known yet."""

    key: Secret | None
    secret: Secret | None
    rows: tuple[WantedRow, ...] = ()
    unnamed: int = 0

    def __bool__(self) -> bool:
        return bool(self.key or self.secret or self.rows)


@dataclass(frozen=True, slots=True)
class SeenKey:
    """A field of the form. ``masked``: the account shows dots instead of what it holds."""

    value: Secret
    masked: bool = False
    locked: bool = False


@dataclass(frozen=True, slots=True)
class SeenForm:
    """One look at the page. ``code`` is empty when Binotel's form stands there and is understood."""

    code: str
    reason: str = ""
    addresses: Mapping[str, str] = field(default_factory=dict)
    key: SeenKey = SeenKey(Secret(""))
    secret: SeenKey = SeenKey(Secret(""))
    block: str = ""
    rows: tuple[tuple[str, str], ...] = ()
    typed: bool = False
    saved: bool = False
    reopened: bool = False
    answered: str = ""
    messages: tuple[str, ...] = ()

    @classmethod
    def from_answer(cls, answer: Mapping[str, Any]) -> SeenForm:
        """Read what the script told, tolerantly."""
        said = answer.get("addresses")
        addresses = said if isinstance(said, dict) else {}
        rows = [each for each in answer.get("rows") or () if isinstance(each, dict)]
        return cls(
            code=_text(answer.get("code")),
            reason=_text(answer.get("reason")),
            addresses={which: _text(addresses.get(which)) for which in WHICH if which in addresses},
            key=_key(answer.get("api")),
            secret=_key(answer.get("secret")),
            block=_text(answer.get("block")),
            rows=tuple((_text(each.get("name")), _text(each.get("number"))) for each in rows),
            typed=answer.get("typed") is True,
            saved=answer.get("saved") is True,
            reopened=answer.get("reopened") is True,
            answered=_text(answer.get("answered")),
            messages=tuple(_text(each) for each in answer.get("messages") or ()),
        )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _key(value: object) -> SeenKey:
    if not isinstance(value, dict):
        return SeenKey(Secret(""))
    return SeenKey(
        Secret(_text(value.get("value"))), value.get("masked") is True, value.get("locked") is True
    )


def spellings(employee: Employee) -> tuple[str, ...]:
    """The ways in which an account may show a name: in full, without the middle name, last name first."""
    first, middle, last = employee.name, employee.midname, employee.lastname
    orders = ((first, middle, last), (first, last), (last, first), (last, first, middle))
    made = (" ".join(" ".join(each).split()) for each in orders)
    return tuple(dict.fromkeys(each for each in made if each))


def wanted_rows(numbers: Mapping[str, str], employees: Sequence[Employee]) -> tuple[WantedRow, ...]:
    """The rows for ``numbers`` (by the employee's id), with the spellings that no one else answers to."""
    shared = Counter(name.casefold() for each in employees for name in spellings(each))
    made = []
    for each in employees:
        number = numbers.get(str(each.id), "").strip()
        if number:
            names = tuple(name for name in spellings(each) if shared[name.casefold()] == 1)
            made.append(WantedRow(str(each.id), number, names))
    return tuple(made)


def addresses_differ(seen: SeenForm, letter: Mapping[str, str]) -> list[str]:
    """Which of the three addresses are others than the letter's."""
    return [which for which in WHICH if seen.addresses.get(which, "") != letter[which]]


def takeable_origin(seen: SeenForm, account: Address, domains: Sequence[str]) -> str:
    """The origin that all three addresses share, if it can be the account's; else empty.

    It can be its own domain, or its name under another of Planfix's. That of another account, or of a host
    that imitates Planfix, goes into no letter.
    """
    paths = {which: f"/tel/binotel/{which}" for which in WHICH}
    origins = {
        address.removesuffix(paths[which])
        for which, address in seen.addresses.items()
        if address.endswith(paths[which])
    }
    if len(origins) != 1 or len(seen.addresses) != len(WHICH):
        return ""
    found = Address.from_origin(origins.pop())
    if found is None or (found.loopback and not account.loopback):
        return ""
    if found.look_alike(domains):
        return ""
    both = found.known_domain(domains) and account.known_domain(domains)
    if both and found.host.partition(".")[0] != account.host.partition(".")[0]:
        return ""
    return found.origin


@dataclass(frozen=True, slots=True)
class Standing:
    """How the form stands to what is wanted: names of what is equal, other, empty or masked."""

    equal: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()
    masked: tuple[str, ...] = ()
    rows_equal: tuple[WantedRow, ...] = ()
    rows_other: tuple[tuple[WantedRow, str], ...] = ()
    rows_missing: tuple[WantedRow, ...] = ()

    @property
    def whole(self) -> bool:
        """Everything that is wanted stands there."""
        return not (self.other or self.empty or self.masked or self.rows_other or self.rows_missing)


def compare(seen: SeenForm, wanted: Wanted, skip: Iterable[str] = ()) -> Standing:
    """Hold the form against what is wanted. ``skip``: ids of rows that are the person's own affair."""
    kinds: dict[str, list[str]] = {"equal": [], "other": [], "empty": [], "masked": []}
    for name, want, have in (("key", wanted.key, seen.key), ("secret", wanted.secret, seen.secret)):
        if want:
            kinds[_standing(have, want)].append(name)
    equal, other, missing = [], [], []
    passed = set(skip)
    for row in wanted.rows:
        if row.id in passed:
            continue
        names = {each.casefold() for each in row.names}
        own = [number for name, number in seen.rows if " ".join(name.split()).casefold() in names]
        if own == [row.number]:
            equal.append(row)
        elif any(own):
            other.append((row, next(each for each in own if each)))
        else:
            missing.append(row)
    return Standing(
        **{name: tuple(each) for name, each in kinds.items()},
        rows_equal=tuple(equal),
        rows_other=tuple(other),
        rows_missing=tuple(missing),
    )


def _standing(have: SeenKey, want: Secret) -> str:
    if have.value.reveal() == want.reveal():
        return "equal"
    if have.masked:
        return "masked"
    return "other" if have.value else "empty"
