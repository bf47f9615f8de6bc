"""What the demo account, Binotel and its support hold, as plain data. No HTTP here.

Source of what is kept where: facts on Planfix, sections 4, 5 and 7 (short numbers live in the
integration's settings, phones in the employee's card), facts on Binotel, 1.7 and 6.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

VERSION = 1
BINOTEL = "binotel"
PHONE_MODES = ("replace", "append", "ignore")
REST_TROUBLES = (0, 2, 10, 11, 16, 20, 21, 22)
BINOTEL_TROUBLES = (104, 105, 120)
# What REST 1.6.9 lists as types of a custom field. The table of types knows 28 and 29 as well, but
# an answer with them would not be valid against the description.
FIELD_TYPES = (*range(18), *range(20, 28))
_LOG_ROWS = 500
NO_SCOPES: tuple[str, ...] = ()


@dataclass
class PhoneRow:
    """A phone in a card, kept as it was typed. ``type`` 1 mobile, 2 work, 3 home, 4 other."""

    number: str
    type: int = 1


@dataclass
class Person:
    """An employee. ``group`` 0 means none."""

    id: int
    name: str
    midname: str = ""
    lastname: str = ""
    gender: str = "NotDefined"
    role: str = "User"
    status: str = "Active"
    owner: bool = False
    login: str = ""
    email: str = ""
    position: str = ""
    group: int = 0
    phones: list[PhoneRow] = field(default_factory=list)

    @property
    def full_name(self) -> str:
        """First, middle and last name."""
        return " ".join(part for part in (self.name, self.midname, self.lastname) if part)

    @property
    def may_administer(self) -> bool:
        """Owner, administrators and robots may change other people's cards."""
        return self.owner or self.role in ("Admin", "Robot")


@dataclass
class TagFieldRow:
    """A field of an analytics. Standard ones cannot be removed or changed."""

    id: int
    name: str
    type: int
    standard: bool = False
    values: list[str] = field(default_factory=list)


@dataclass
class Tag:
    """An analytics. ``which`` is ``call`` or ``missed`` for the two of telephony, else empty."""

    id: int
    name: str
    group_id: int
    group: str
    fields: list[TagFieldRow] = field(default_factory=list)
    which: str = ""


@dataclass
class Entry:
    """A record of an analytics. ``at``: local, ``YYYY-MM-DDTHH:MM``; values by field id."""

    key: int
    tag: int
    at: str
    contact: int = 0
    task: int = 0
    values: dict[str, Any] = field(default_factory=dict)


@dataclass
class Token:
    """A REST token, bound to an employee. Without scopes («Не заданы») nothing is narrowed."""

    token: str
    title: str
    person: int
    scopes: list[str] = field(default_factory=list)


@dataclass
class ShortNumber:
    """A row of «Короткие номера сотрудников»."""

    person: int
    number: str


@dataclass
class PbxSettings:
    """«Параметры интеграции» of one virtual PBX. Nothing counts before the first save."""

    title: str
    api_key: str = ""
    secret_key: str = ""
    short_numbers: list[ShortNumber] = field(default_factory=list)
    saved: bool = False


@dataclass
class BinotelLine:
    """A line of the PBX. ``wire`` keeps the mixed forms in which such flags are seen."""

    person: int
    internal: str
    mobile: str | None
    wire: bool | int | str


@dataclass
class Delivery:
    """A notification that was not taken: ``attempts`` made so far, ``due`` next (local time)."""

    details: dict[str, Any]
    attempts: int
    due: str


@dataclass
class BinotelCompany:
    """The company at Binotel. ``addresses`` are set by support only, when a letter was accepted."""

    company_id: str
    key: str
    secret: str
    ws_key: str
    ws_secret: str
    routes: dict[str, list[dict[str, Any]]]
    lines: list[BinotelLine] = field(default_factory=list)
    addresses: dict[str, str] = field(default_factory=dict)
    pending: list[Delivery] = field(default_factory=list)


@dataclass
class LogRow:
    """A line of the account's log: who changed whose phones, through what. ``at`` as in ``Entry``."""

    at: str
    who: str
    whose: str
    way: str
    before: list[str]
    after: list[str]


@dataclass
class Answered:
    """The last letter that support has answered."""

    accepted: bool
    reason: str
    reply: str


@dataclass
class Switches:
    """What the person who plays the account may upset.

    ``trouble``: code that every REST call is refused with. ``busy``: seconds that Binotel asks to
    wait, counted from the first refusal. ``phones``: what POST user/{id} does with the phones it is
    given, which nothing public tells. ``extension_numbers``: whether REST gives short numbers back,
    likewise. ``asks_for_ip``: support wants to know first where requests will come from.
    """

    trouble: int | None = None
    extension_numbers: bool = False
    phones: str = "replace"
    outage: bool = False
    busy: int = 0
    binotel_code: int | None = None
    asks_for_ip: bool = False


@dataclass
class Model:
    """Everything. ``active`` names the one virtual PBX that is connected, empty when none is."""

    company: str
    login: str
    password: str
    people: list[Person]
    groups: dict[str, str]
    tags: list[Tag]
    tokens: list[Token]
    pbx: dict[str, PbxSettings]
    binotel: BinotelCompany
    active: str = ""
    entries: list[Entry] = field(default_factory=list)
    switches: Switches = field(default_factory=Switches)
    answered: Answered | None = None
    next_id: int = 1000
    # Changes of cards, the newest last. What is told to be silent is not in it.
    log: list[LogRow] = field(default_factory=list)
    # Calls that were taken, by generalCallID: Binotel may tell of one twice.
    taken: list[str] = field(default_factory=list)

    def take_id(self) -> int:
        """A number that nothing else has."""
        self.next_id += 1
        return self.next_id

    def person(self, number: int) -> Person | None:
        """The employee with this number."""
        return next((each for each in self.people if each.id == number), None)

    def note(self, who: str, person: Person, way: str, before: list[PhoneRow]) -> None:
        """Write into the log that a card has other phones than before, if it has."""
        if before != person.phones:
            at = datetime.now().astimezone().strftime("%Y-%m-%dT%H:%M")
            old, new = ([each.number for each in rows] for rows in (before, person.phones))
            self.log = [*self.log, LogRow(at, who, person.full_name, way, old, new)][-_LOG_ROWS:]

    def tag(self, number: int) -> Tag | None:
        """The analytics with this number."""
        return next((each for each in self.tags if each.id == number), None)

    def telephony(self, which: str) -> Tag | None:
        """«Звонок» or «Пропущенный звонок», if a virtual PBX was ever connected."""
        return next((each for each in self.tags if each.which == which), None)

    def token(self, text: str) -> Token | None:
        """The token with this text."""
        return next((each for each in self.tokens if each.token == text), None)

    def short_numbers(self) -> dict[int, list[str]]:
        """Short numbers that count: saved, and of the virtual PBX that is connected."""
        settings = self.pbx.get(self.active)
        found: dict[int, list[str]] = {}
        if settings is not None and settings.saved:
            for row in settings.short_numbers:
                found.setdefault(row.person, []).append(row.number)
        return found

    def to_dict(self) -> dict[str, Any]:
        """For the file."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Model:
        """From the file. KeyError, TypeError or ValueError if it is not ours."""
        answered = data["answered"]
        return cls(
            company=data["company"],
            login=data["login"],
            password=data["password"],
            people=[
                Person(**{**each, "phones": [PhoneRow(**phone) for phone in each["phones"]]})
                for each in data["people"]
            ],
            groups=dict(data["groups"]),
            tags=[
                Tag(**{**each, "fields": [TagFieldRow(**row) for row in each["fields"]]})
                for each in data["tags"]
            ],
            tokens=[Token(**each) for each in data["tokens"]],
            pbx={key: _settings(each) for key, each in data["pbx"].items()},
            binotel=BinotelCompany(
                **{
                    **data["binotel"],
                    "lines": [BinotelLine(**each) for each in data["binotel"]["lines"]],
                    "pending": [Delivery(**each) for each in data["binotel"].get("pending", [])],
                }
            ),
            active=data["active"],
            entries=[Entry(**each) for each in data["entries"]],
            switches=Switches(**data["switches"]),
            answered=None if answered is None else Answered(**answered),
            next_id=int(data["next_id"]),
            log=[LogRow(**each) for each in data.get("log", [])],
            taken=list(data.get("taken", [])),
        )


def _settings(data: Mapping[str, Any]) -> PbxSettings:
    rows = [ShortNumber(**each) for each in data["short_numbers"]]
    return PbxSettings(**{**data, "short_numbers": rows})


def digits(text: str) -> str:
    """The digits of a number, as stored: no country code is added or taken away."""
    return "".join(sign for sign in text if sign in "0123456789")
