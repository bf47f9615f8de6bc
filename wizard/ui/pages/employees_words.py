"""The words that tell what came of a list of people and numbers. Counts and names; decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from wizard.rules.finding import Finding, Severity
from wizard.rules.models import Listed
from wizard.rules.number_lists import Lines, Taken
from wizard.rules.number_table import Table

Text = Callable[..., str]
_NAMED = 5
TOLD_ROWS = 8
"""Rows that are told beside the table; of more there is a list to unfold."""


@dataclass(frozen=True)
class Brought:
    """A list as it came: a text with a table in it, or people already. ``lines`` is what Binotel told besides."""

    text: str = ""
    people: tuple[Listed, ...] = ()
    lines: Lines | None = None

    @property
    def gently(self) -> bool:
        """Whether it only fills gaps: what Binotel has is no word of the person's."""
        return self.lines is not None


def taken_words(
    text: Text,
    brought: Brought,
    people: int,
    taken: Taken,
    waiting: int,
    with_account: bool,
) -> tuple[str, str]:
    """The state and the words that tell what came of a list."""
    key = "took_binotel" if brought.gently else "took"
    parts = [text(f"employee_list.{key}", n=people)]
    if with_account:
        parts.append(text("employee_list.took_found", n=taken.put))
    elif people:
        parts.append(text("employee_list.took_unread"))
    if waiting:
        parts.append(text("employee_list.took_waiting", n=waiting))
    for key, names in (("replaced", taken.replaced), ("kept", taken.kept)):
        if names:
            parts.append(text(f"employee_list.took_{key}", names=named(names, text)))
    lines = brought.lines
    if lines is not None and lines.several:
        told = [f"{name} ({', '.join(numbers)})" for name, numbers in lines.several]
        parts.append(text("employee_list.took_several", names=named(told, text)))
    if lines is not None and lines.loose:
        parts.append(text("employee_list.took_loose", names=named(lines.loose, text)))
    first, *rest = parts
    return "ok" if people else "warning", "\n".join([first, *rest])


def named(names: Sequence[str], text: Text) -> str:
    """A few by name, the others by their number."""
    told = ", ".join(names[:_NAMED])
    more = len(names) - _NAMED
    return text("employee_list.and_more", names=told, n=more) if more > 0 else told


def rejected_lines(table: Table, text: Text) -> list[str]:
    """Every row that was not taken: its number, the reason, what stands there."""
    return [
        text(
            "employee_list.row_text" if each.text else "employee_list.row",
            row=each.row,
            reason=text(f"row_rejected.{each.reason}"),
            text=" ".join(each.text.split())[:40],
        )
        for each in table.rejected
    ]


def rejected_finding(table: Table, text: Text) -> Finding | None:
    """``rows_rejected`` with the first of these lines; None if every row was taken."""
    if table.understood and not table.rejected:
        return None
    count = len(table.rejected) if table.understood else table.rows
    words = text("employee_list.not_understood")
    if table.understood:
        lines = rejected_lines(table, text)
        more = count - TOLD_ROWS
        if more > 0:
            lines = [*lines[:TOLD_ROWS], text("employee_list.rows_below", n=more)]
        words = "\n".join(lines)
    details = {"count": str(count), "words": words}
    return Finding("rows_rejected", Severity.WARNING, "employeesTable", details)
