"""The facts of the integration as frozen data. They stand once, in ``resources/facts.json``, with their source.

Named tuples: a frozen dataclass costs five times as much of a start, and these are made at every one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

ANALYTICS = ("call", "missed")


class TrackingField(NamedTuple):
    """One of the 19 call-tracking fields. ``level`` is ``callTracking`` or ``call`` (filled for every call)."""

    name: str
    level: str
    example: str


class Analytics(NamedTuple):
    """A system data tag: its known names, its standard fields (name, type) in the documented order."""

    names: tuple[str, ...]
    standard: tuple[tuple[str, int], ...]


class Facts(NamedTuple):
    """Everything that the program knows of Planfix and Binotel beforehand."""

    support_email: str
    paths: Mapping[str, str]
    domains: tuple[str, ...]
    binotel_origin: str
    binotel_domain: str
    tracking_fields: tuple[TrackingField, ...]
    tracking_type: int
    string_limit: int
    needed_sets: Mapping[str, tuple[str, ...]]
    analytics: Mapping[str, Analytics]
    field_types: Mapping[int, str]
    planfix_codes: Mapping[int, str]
    planfix_codes_with_words: frozenset[int]
    binotel_codes: Mapping[int, str]
    scopes: Mapping[str, tuple[str, ...]]
    key_shapes: Mapping[str, str]
    help_pages: Mapping[str, str]
    planfix_labels: Mapping[str, str]

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Facts:
        """Freeze what was read from the file. KeyError if the file is not ours."""
        return cls(
            support_email=data["support_email"],
            paths=data["paths"],
            domains=tuple(data["domains"]),
            binotel_origin=data["binotel_origin"],
            binotel_domain=data["binotel_domain"],
            tracking_fields=tuple(
                TrackingField(each["name"], each["level"], each["example"])
                for each in data["tracking_fields"]
            ),
            tracking_type=data["tracking_type"],
            string_limit=data["string_limit"],
            needed_sets={key: tuple(names) for key, names in data["needed_sets"].items()},
            analytics={
                key: Analytics(
                    tuple(each["names"]), tuple((name, kind) for name, kind in each["standard"])
                )
                for key, each in data["analytics"].items()
            },
            field_types={int(key): name for key, name in data["field_types"].items()},
            planfix_codes={int(key): name for key, name in data["planfix_codes"].items()},
            planfix_codes_with_words=frozenset(data["planfix_codes_with_words"]),
            binotel_codes={int(key): name for key, name in data["binotel_codes"].items()},
            scopes={key: tuple(names) for key, names in data["scopes"].items()},
            key_shapes=data["key_shapes"],
            help_pages=data["help_pages"],
            planfix_labels=data["planfix_labels"],
        )
