"""The words of the step ``tracking``: a row of an editor, what to do about it, what an editor amounts to.

Takes what the rules found and the catalogue; draws nothing and decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from wizard.rules import tracking_editor as editor
from wizard.rules.facts import Facts
from wizard.rules.finding import Finding
from wizard.rules.name_words import places, visible
from wizard.rules.names import Mark
from wizard.rules.tracking import OUT_OF_ORDER, WRONG, AnalyticsResult, FieldResult, FieldState
from wizard.rules.tracking_editor import Counts, EditorRow

Text = Callable[..., str]
_MOST_WRONG = 5
"""So many wrong fields are told one by one in the status; the picture shows them all."""
_MOST_NAMES = 6
_FIRST_NAMES = 3


def type_word(kind: int, facts: Facts, text: Text) -> str:
    """A type as Planfix calls it; a number that is not known as a number."""
    return facts.field_types.get(kind) or text("editor.type_unknown", n=kind)


def tone(row: EditorRow) -> str:
    """The meaning that colours a row: ok, todo, error, warning or plain."""
    if not row.needed:
        return "plain"
    return {
        FieldState.OK: "ok",
        FieldState.TICKED: "ok",
        FieldState.MISSING: "todo",
        FieldState.WRONG_TYPE: "error",
        FieldState.DUPLICATE: "error",
        FieldState.SIMILAR_NAME: "warning",
        OUT_OF_ORDER: "warning",
    }.get(row.state, "plain")


def row_name(row: EditorRow, text: Text) -> str:
    """The name with what is unseen made visible; of a similar one also what it should be."""
    if row.kind == editor.FOLD:
        key = "fold_good" if row.state == FieldState.OK else "fold_unchecked"
        return text(f"editor.{key}", n=row.type)
    name = visible(row.name)
    if row.state == FieldState.SIMILAR_NAME:
        return text("editor.similar_to", name=name, wanted=row.wanted)
    return name


def row_word(row: EditorRow, facts: Facts, text: Text) -> str:
    """The state and the type."""
    if row.kind == editor.FOLD:
        return ""
    if not row.needed and row.kind != editor.TRACKING:
        return type_word(row.type, facts, text)
    state = row.state if row.needed else "unneeded"
    wanted = type_word(row.wanted_type if row.wanted_type is not None else row.type, facts, text)
    return text(f"editor.{state}", type=type_word(row.type, facts, text), wanted=wanted)


def row_spoken(row: EditorRow, facts: Facts, text: Text) -> str:
    """What a screen reader says: name, kind, state."""
    if row.kind == editor.FOLD:
        return f"{row_name(row, text)} {text('editor.fold.do')}"
    kind = text(f"editor.kind_{row.kind}")
    return text("editor.row", name=row_name(row, text), kind=kind, word=row_word(row, facts, text))


def row_remedy(row: EditorRow, facts: Facts, text: Text) -> str:
    """What the row means and what to do about it."""
    if row.kind == editor.FOLD:
        return text("editor.fold.do")
    wanted = type_word(row.wanted_type if row.wanted_type is not None else row.type, facts, text)
    values = {"name": visible(row.name), "type": type_word(row.type, facts, text)}
    if row.state == editor.OWN:
        return text("editor.own.do", **values)
    if not row.needed and row.kind == editor.TRACKING:
        return text("editor.unneeded.do", wanted=row.wanted, **values)
    standard = row.kind == editor.STANDARD or (row.kind == editor.GHOST and not row.wanted)
    if standard:
        return text(f"editor.standard_{row.state}.do", wanted=wanted, **values)
    if row.state == FieldState.NOT_CHECKED:
        return text("editor.tick.do", wanted=wanted, **values)
    return field_remedy(row.wanted, row.state, row.name, row.marks, values["type"], text)


def field_remedy(
    name: str, state: str, seen: str, marks: Iterable[Mark], kind: str, text: Text
) -> str:
    """What to do about one of the 19. ``seen`` is the account's name, ``kind`` the word of its type."""
    told = ""
    if state == FieldState.SIMILAR_NAME:
        told = differences(seen, marks, text)
    return text(f"field_state.{state}.do", name=name, similar=visible(seen), type=kind, places=told)


def differences(seen: str, marks: Iterable[Mark], text: Text) -> str:
    """How a name differs, place by place: «utm_sоurce: 6-я буква «о» — кириллическая…»."""
    told = [
        text(f"difference.{each.key}", n=each.n, seen=each.seen, wanted=each.wanted)
        for each in places(seen, marks)
    ]
    return text("difference.told", name=visible(seen), places="; ".join(told)) if told else ""


def summary(counts: Counts, result: AnalyticsResult, off: bool, seen: bool, text: Text) -> str:
    """What stands at the head of an editor."""
    if off:
        return text("editor.sum_off")
    if not seen:
        return text("editor.sum_ticked", ticked=counts.ticked, n=counts.needed)
    if result.tag is None:
        return text("editor.sum_absent")
    if result.tag.fields is None:
        return text("editor.sum_unread")
    parts = [
        text(f"editor.sum_{key}", n=n)
        for key, n in (
            ("wrong", counts.wrong),
            ("missing", counts.missing),
            ("astray", counts.astray),
        )
        if n
    ]
    return ", ".join(parts) or text("editor.sum_good")


def summary_tone(counts: Counts, result: AnalyticsResult, off: bool, seen: bool) -> str:
    """The colour of that."""
    if off or not seen:
        return (
            "ok" if seen is False and counts.needed and counts.ticked == counts.needed else "plain"
        )
    if result.tag is None:
        return "warning" if result.which == "missed" else "error"
    if counts.wrong:
        return "error"
    if counts.missing:
        return "todo"
    return "warning" if counts.astray else "ok"


def with_words(
    findings: Iterable[Finding],
    results: Iterable[AnalyticsResult],
    needed: Mapping[str, Iterable[str]],
    facts: Facts,
    text: Text,
) -> list[Finding]:
    """The findings, the one about wrong fields with a line for each of them; of many missing ones the first."""
    lines = dict.fromkeys(
        _short(each, facts, text)
        for result in results
        for each in _wrong(result, set(needed[result.which]))
    )
    told = list(lines)[:_MOST_WRONG]
    if len(lines) > len(told):
        told.append(text("editor.short_more", n=len(lines) - len(told)))
    more = {"fields_wrong": {"words": "\n".join(told)}}
    made = []
    for each in findings:
        details = {**each.details, **more.get(each.key, {})}
        if each.key == "fields_missing":
            details["names"] = _first(str(details.get("names", "")).split(", "), text)
        made.append(Finding(each.key, each.severity, each.field, details))
    return made


def _first(names: list[str], text: Text) -> str:
    """All of a few names; of many the first, since the editors below show them all."""
    if len(names) <= _MOST_NAMES:
        return ", ".join(names)
    shown = names[:_FIRST_NAMES]
    return text("editor.names_more", names=", ".join(shown), n=len(names) - len(shown))


def _short(result: FieldResult, facts: Facts, text: Text) -> str:
    """One line about a field that is not right."""
    kind = type_word(result.found.type, facts, text) if result.found is not None else ""
    told = ""
    if result.state == FieldState.SIMILAR_NAME:
        told = differences(result.similar, result.marks, text)
    return text(f"editor.short_{result.state}", name=result.name, type=kind, places=told)


def _wrong(result: AnalyticsResult, needed: set[str]) -> list[FieldResult]:
    return [each for each in result.fields if each.name in needed and each.state in WRONG]
