"""The checklist as a file: what stands on the screen of the step ``tracking``, with the times it was seen.

Knows no words but those that it is handed, and no templates: ``flow.report.render`` fills those.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ChecklistRow:
    """A row of an editor. ``tone``: ok, todo, error, warning or plain."""

    tone: str
    name: str
    word: str
    remedy: str


@dataclass(frozen=True, slots=True)
class ChecklistEditor:
    """One of the two data tags: its name, what it amounts to, and when it was seen."""

    title: str
    summary: str
    seen: str
    rows: tuple[ChecklistRow, ...]


@dataclass(frozen=True, slots=True)
class ChecklistField:
    """One of the 19: its meaning, an example, when Binotel fills it, its state in both data tags."""

    name: str
    meaning: str
    example: str
    level: str
    call: str
    missed: str


@dataclass(frozen=True, slots=True)
class Checklist:
    """Everything that the templates show."""

    language: str
    title: str
    host: str
    made: str
    status: tuple[str, ...]
    name_head: str
    state_head: str
    remedy_head: str
    editors: tuple[ChecklistEditor, ...]
    fields_title: str
    heads: tuple[str, ...]
    fields: tuple[ChecklistField, ...]
    notes: str
