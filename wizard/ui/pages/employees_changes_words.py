"""The words of what becomes of cards: for the table, the status and the notice. Decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from wizard.flow.push_journal import (
    PLANNED,
    UNDO,
    UNDOING,
    UNDONE,
    UNKNOWN,
    WRITING,
    WRITTEN,
    Card,
    Journal,
)
from wizard.rules.changes import LeftOut
from wizard.rules.finding import Finding, Severity
from wizard.ui.widgets import finding_text

Text = Callable[..., str]
NAMED = 3
# Findings that belong to a card; all others belong to the account or the way there.
OF_CARDS = (
    *("card_changed", "card_has_it", "card_added_to", "written_but", "phones_doubled"),
    *("write_unproven", "undo_refused", "no_rights", "planfix_error"),
)


def result(card: Card, elsewhere: Sequence[str], busy: bool, by_hand: bool, text: Text) -> str:
    """What the table says of a card. ``by_hand``: the server turned out to double what is written."""
    if busy and card.state in (WRITING, UNDOING):
        return text("changes.result_doing")
    if by_hand and card.state == PLANNED:
        return text("changes.result_by_hand")
    if elsewhere:
        return text("changes.result_elsewhere", names=", ".join(elsewhere))
    if not card.reason:
        return text(f"changes.result_{card.shown}")
    # A card that has its number and something besides is not simply well.
    said = text(
        "changes.result_remark" if card.state == WRITTEN else f"changes.result_{card.shown}"
    )
    return f"{said}. {text(f'card.{_kind(card)}', **_values(card, text))}"


def remedy(card: Card, text: Text) -> str:
    """What to do about a card; empty if there is nothing to do."""
    return text(f"card.{_kind(card)}.do", **_values(card, text)) if card.reason else ""


def findings(journal: Journal) -> list[tuple[Finding, list[Card]]]:
    """One finding for each kind of thing that is to be said of cards, the gravest first."""
    groups: dict[str, list[Card]] = {}
    for card in journal.cards:
        if card.reason:
            groups.setdefault(_kind(card), []).append(card)
    found = [(first.finding(), cards) for cards in groups.values() for first in cards[:1]]
    told = [(finding, cards) for finding, cards in found if finding is not None]
    return sorted(told, key=lambda each: -each[0].severity)


def finding_words(cards: Sequence[Card], text: Text) -> str:
    """What happened, to whom, what it means and what to do."""
    first = cards[0]
    values = _values(first, text)
    if first.details.get("numbers"):
        # Which numbers belong to whom cannot be told from one list of all.
        values["numbers"] = "; ".join(f"{each.name}: {each.details['numbers']}" for each in cards)
    head = text(f"card.{_kind(first)}", **values)
    return f"{head}: {names(cards, text)}\n" + text(f"card.{_kind(first)}.do", **values)


def names(cards: Sequence[Card | LeftOut], text: Text) -> str:
    """A few names, and how many more."""
    few = ", ".join(dict.fromkeys(each.name for each in cards[:NAMED]))
    more = len(cards) - NAMED
    return text("changes.and_more", names=few, n=more) if more > 0 else few


def left_out(rows: Sequence[LeftOut], text: Text) -> str:
    """Which numbers are not written and why, a line for each reason."""
    lines = []
    for reason in ("suspicious", "unreadable", "proposed"):
        some = [each for each in rows if each.reason == reason]
        if some:
            few = ", ".join(f"{each.name} ({each.number})" for each in some[:NAMED])
            more = len(some) - NAMED
            told = text("changes.and_more", names=few, n=more) if more > 0 else few
            lines.append(text(f"changes.left_{reason}", names=told))
    return "\n".join(lines)


def interrupted(journal: Journal | None) -> Finding | None:
    """The finding of a run that did not come to its end; None if it did."""
    if journal is None or not journal.interrupted:
        return None
    unknown = journal.count(WRITING, UNKNOWN, UNDOING)
    counts = {
        "written": journal.count(WRITTEN),
        "undone": journal.count(UNDONE),
        "unknown": unknown,
        "left": len(journal.cards) - unknown - journal.count(WRITTEN, UNDONE),
    }
    details = {key: str(value) for key, value in counts.items()}
    kind = "undo" if journal.mode == UNDO else "push"
    return Finding(
        "push_interrupted", Severity.WARNING, "changesTable", {**details, "reason": kind}
    )


def interrupted_words(finding: Finding, text: Text) -> str:
    """The same in words."""
    kind = "undo" if finding.details["reason"] == "undo" else "push"
    head = text(f"card.{kind}_interrupted")
    return f"{head}\n" + text(f"card.{kind}_interrupted.do", **finding.details)


def stop_words(finding: Finding, text: Text) -> str:
    """What ended a run, or kept it from starting, and is no card's: mostly in the words of every step."""
    if finding.key == "push_elsewhere":
        return f"{text('card.push_elsewhere')}\n{text('card.push_elsewhere.do')}"
    return finding_text(finding, text)


def time_left(seconds: float, text: Text) -> str:
    """About how long it takes, in whole minutes or tens of seconds."""
    if seconds >= 90:
        return text("changes.minutes", n=round(seconds / 60))
    return text("changes.seconds", n=max(5, round(seconds / 5) * 5))


def _kind(card: Card) -> str:
    """The name of what is to be said of a card."""
    reason = card.details.get("reason", "")
    if card.reason == "write_unproven":
        if card.state == WRITTEN:
            return "undo_unproven"
        return f"unproven_{reason or 'ignored'}"
    if card.reason == "undo_refused":
        return f"undo_{reason or 'edited'}"
    if card.reason == "card_changed" and reason == "odd":
        return "odd"
    return card.reason


def _values(card: Card, text: Text) -> dict[str, str]:
    values = {"numbers": "", "text": "", "code": "", "words": "", "remedy": "", **card.details}
    if card.reason == "planfix_error":
        for key, name in (("words", ""), ("remedy", ".do")):
            try:
                values[key] = text(f"planfix_code.{values['code']}{name}")
            except KeyError:
                values[key] = text(f"planfix_code.other{name}")
    return values
