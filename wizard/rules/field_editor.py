"""What the editors of the two data tags lack, as the account window fills it in. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wizard.rules.facts import ANALYTICS, Facts
from wizard.rules.models import DataTag


@dataclass(frozen=True, slots=True)
class WantedFields:
    """One editor: the title it bears, the names by which it is known, the names that it lacks."""

    title: str
    existing: tuple[str, ...]
    names: tuple[str, ...]


def wanted_fields(
    order: Sequence[tuple[str, str]], tags: Mapping[str, DataTag | None], facts: Facts
) -> dict[str, WantedFields]:
    """``order``: (data tag, name) of what is to be added. ``tags``: as the account told them, None = not read.

    A data tag that is not read is known by its documented fields; one that was read without fields is left out.
    """
    ours = {each.name for each in facts.tracking_fields}
    made = {}
    for which in ANALYTICS:
        tag, known = tags.get(which), facts.analytics[which]
        if tag is None:
            title, fields = known.names[0], tuple(name for name, _ in known.standard)
        else:
            title = tag.name
            fields = tuple(each.name for each in tag.fields or () if each.name not in ours)
        names = tuple(name for where, name in order if where == which)
        if names and fields:
            made[which] = WantedFields(title, fields, names)
    return made
