"""What the account and Binotel hold, as frozen values. No parsing here: doors do that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone in an employee's card. ``type``: 1 mobile, 2 work, 3 home, 4 other (REST 1.6.9)."""

    number: str
    type: int = 1


@dataclass(frozen=True, slots=True)
class Employee:
    """An employee of the account. ``short_number`` None means that the API did not tell."""

    id: int
    name: str
    midname: str = ""
    lastname: str = ""
    role: str = ""
    status: str = ""
    email: str = ""
    phones: tuple[Phone, ...] = ()
    short_number: str | None = None

    @property
    def full_name(self) -> str:
        """First, middle and last name as Planfix has them."""
        return " ".join(part for part in (self.name, self.midname, self.lastname) if part)


@dataclass(frozen=True, slots=True)
class TagField:
    """A field of a data tag («аналитика»). ``type`` is the number of REST 1.6.9; 0 is «Строка»."""

    id: int
    name: str
    type: int


@dataclass(frozen=True, slots=True)
class DataTag:
    """A data tag. ``fields`` None means that the list answer did not carry them."""

    id: int
    name: str
    group: str = ""
    fields: tuple[TagField, ...] | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A record of a data tag; ``values`` by the field's number, as text, empty ones left out.

    A date is ``YYYY-MM-DD``, with a time ``YYYY-MM-DDTHH:MM``, a period ``HH:MM/HH:MM``, all by the
    account's clock; of people and contacts it is the name.
    """

    key: int
    values: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BinotelEmployee:
    """A line of Binotel's list of employees, SIP login and password already dropped."""

    name: str
    email: str
    internal_number: str
    mobile_number: str
    wire: bool | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A person of a list that tells numbers: a file, the clipboard, or Binotel's own list.

    ``phone`` may hold several, divided by spaces and commas; it serves to find the person. ``proposed``: that
    ``wire_number`` is the Wire number is only inferred and has still to be confirmed.
    """

    name: str = ""
    email: str = ""
    phone: str = ""
    short_number: str = ""
    wire_number: str = ""
    proposed: bool = False
