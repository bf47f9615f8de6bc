"""Whose stored secrets may be those of an account that was renamed or moved to another host. Only offers.

Nothing is taken by itself, and never between this computer's own accounts (the demo) and real ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from wizard.flow.state import SetupState
from wizard.rules.address import Address


class Source(NamedTuple):
    """A stored account with secrets. ``related`` if it bears the same name at another host."""

    address: Address
    token: bool
    keys: bool
    related: bool


def sources(mine: Address, stored: Iterable[Mapping[str, Any]]) -> list[Source]:
    """Other accounts whose state says that the store holds secrets of theirs, related ones first."""
    found = []
    for data in stored:
        address = Address.from_origin(str(data.get("origin", "")))
        if address is None or address == mine or address.loopback != mine.loopback:
            continue
        state = SetupState.from_dict(data, address.origin)
        if state.has_token or state.keys_stored:
            related = _name(address) == _name(mine)
            found.append(Source(address, state.has_token, state.keys_stored, related))
    return sorted(found, key=lambda each: not each.related)


def _name(address: Address) -> str:
    """What the account is called: the first part of its host."""
    return address.host.partition(".")[0]
