"""Small widgets that every page uses: the status line, wrapping labels, fields with names. No page logic here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from wizard.rules.finding import Finding, gravest, outcome
from wizard.ui.numbers import (
    ALIGN_H_CENTER,
    ALIGN_TOP,
    BY_KEYBOARD,
    BY_MOUSE,
    CLICK_FOCUS,
    PLAIN_TEXT,
    RICH_TEXT,
    STRONG_FOCUS,
    put,
)
from wizard.ui.secret_edit import SecretEdit
from wizard.ui.theme import LIGHT, Tokens

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from wizard.ui.icons import Icons

Text = Callable[..., str]

# What is over sooner is not worth a look.
BLINK_MS = 300
_TO_READ = ("warning", "error")
_ICONS = {"ok": "tick", "warning": "exclamation", "error": "cross", "busy": "clock", "idle": "info"}


# The labels of the first step, until it is on screen; None from then on. Words that can be selected
# are a document each, which costs a start 4 ms.
_unselectable: list[tuple[QLabel, int]] | None = []


def _let_select(label_: QLabel, flags: int) -> None:
    if _unselectable is None:
        put(label_, textInteractionFlags=flags)
    else:
        _unselectable.append((label_, flags))


def make_selectable() -> None:
    """The first step is on screen: its words can be selected now, those of later labels at once."""
    global _unselectable
    labels, _unselectable = _unselectable or [], None
    for each, flags in labels:
        if isValid(each):
            put(each, textInteractionFlags=flags)


def label(role: str = "", wrap: bool = True, name: str = "") -> QLabel:
    """A label of plain text that a person can select and copy."""
    made = QLabel()
    put(made, textFormat=PLAIN_TEXT)
    _let_select(made, BY_MOUSE)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    if name:
        made.setObjectName(name)
    return made


def button(name: str, role: str = "") -> QPushButton:
    """A button; ``role`` is ``primary`` or ``link``."""
    made = QPushButton()
    made.setObjectName(name)
    made.setAutoDefault(False)
    if role:
        made.setProperty("role", role)
    return made


def at_top(widget: QWidget) -> QVBoxLayout:
    """A layout that holds a widget at its upper edge."""
    box = QVBoxLayout()
    box.setContentsMargins(0, 0, 0, 0)
    box.addWidget(widget)
    box.addStretch(1)
    return box


def at_left(widget: QWidget) -> QHBoxLayout:
    """A layout that holds a widget at its left edge."""
    box = QHBoxLayout()
    box.setContentsMargins(0, 0, 0, 0)
    box.addWidget(widget)
    box.addStretch(1)
    return box


class Field(QWidget):
    """A line edit under its label. The label names it for a screen reader too."""

    def __init__(self, name: str, edit: QLineEdit | None = None) -> None:
        super().__init__()
        self.edit = edit or QLineEdit()
        self.edit.setObjectName(name)
        self.caption = QLabel()
        self.caption.setProperty("role", "muted")
        self.caption.setBuddy(self.edit)
        self.hint = label("small")
        self.hint.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addWidget(self.caption)
        box.addWidget(self.edit)
        box.addWidget(self.hint)

    def say(self, caption: str, placeholder: str = "", hint: str = "") -> None:
        """Set the words around the field."""
        self.caption.setText(caption)
        self.edit.setAccessibleName(caption.replace("&", ""))
        self.edit.setPlaceholderText(placeholder)
        self.edit.setAccessibleDescription(hint)
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))


class SecretField(Field):
    """The same for a secret: masked."""

    edit: SecretEdit

    def __init__(self, name: str) -> None:
        super().__init__(name, SecretEdit())
        self.edit.setProperty("fixed", True)


class StatusLine(QFrame):
    """Says what was found: icon, word and colour. ``state``, ``code`` and ``codes`` are language-free.

    ``text()`` is what a person reads, as plain text. ``started`` and ``settled`` tell that
    work begins, and that it has ended. ``quiet``: a screen reader is not interrupted by it.
    """

    started = Signal()
    settled = Signal()

    def __init__(self, name: str, icons: Icons, quiet: bool = False) -> None:
        super().__init__()
        self._quiet = quiet
        self.setObjectName(name)
        self.setProperty("kind", "status")
        self._icons = icons
        self._tokens = LIGHT
        self._plain = ""
        self._icon = QLabel()
        self._icon.setFixedWidth(20)
        put(self._icon, alignment=ALIGN_TOP | ALIGN_H_CENTER)
        self._label = QLabel()
        self._label.setWordWrap(True)
        put(self._label, textFormat=RICH_TEXT)
        _let_select(self._label, BY_MOUSE | BY_KEYBOARD)
        self._label.setMinimumWidth(120)
        box = QHBoxLayout(self)
        box.setContentsMargins(12, 10, 12, 10)
        box.setSpacing(10)
        box.addLayout(at_top(self._icon))
        box.addWidget(self._label, 1)
        self._ever_shown = False
        self._drawn = "idle"
        self._late = QTimer(self, singleShot=True, interval=BLINK_MS)
        self._late.timeout.connect(lambda: self._show(True))
        self.findings: tuple[Finding, ...] = ()
        self.set_state("idle", "")

    def text(self) -> str:
        """The words on screen."""
        return self._plain

    @property
    def state(self) -> str:
        """``idle``, ``busy``, ``ok``, ``warning`` or ``error``."""
        return str(self.property("state"))

    def set_tokens(self, tokens: Tokens) -> None:
        """Take the colours of a theme."""
        self._tokens = tokens
        self._paint_icon()

    def set_state(self, state: str, text: str, findings: Sequence[Finding] = ()) -> None:
        """Say a text that is plain; its first line stands out where there are more.

        That work is under way is said at once and shown a moment later: what ends before does not blink.
        """
        self.findings = tuple(findings)
        worst = gravest(self.findings)
        self.setProperty("code", worst.key if worst else "")
        self.setProperty("codes", [each.key for each in self.findings])
        before, said = self.property("state"), self._plain
        self.setProperty("state", state)
        self._plain = text
        if state == "busy" and self.window() is not self and self.window().isVisible():
            if before != "busy":
                self._late.start()
                self.started.emit()
            if self.pending:
                return
        self._late.stop()
        # A count that runs on is no news for the ear; what it ends with is.
        self._show(before != state or (text != said and state != "busy"))
        if before == "busy" and state != "busy" and text:
            self.settled.emit()

    @property
    def pending(self) -> bool:
        """Whether work is under way that is not shown yet."""
        return self._late.isActive()

    def _show(self, news: bool) -> None:
        text, state = self._plain, self.state
        paragraphs = []
        for block in text.split("\n\n"):
            first, newline, rest = block.partition("\n")
            head = escaped(first)
            if newline:
                body = escaped(rest).replace("\n", "<br>")
                paragraphs.append(f"<b>{head}</b><br>{body}")
            else:
                paragraphs.append(head)
        self._label.setText("<br><br>".join(paragraphs))
        self._label.setAccessibleName(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        if self._drawn != state and self._ever_shown:
            restyle(self)
        self._drawn = state
        self._paint_icon()
        # What asks for something to be done can be reached, and copied from, without a mouse.
        put(self._label, focusPolicy=STRONG_FOCUS if state in _TO_READ else CLICK_FOCUS)
        if text and news and self._ever_shown and not self._quiet:
            announce(self._label, text, urgent=state == "error")

    def show_findings(self, findings: Sequence[Finding], text: Text, good: str = "") -> None:
        """Show findings in the catalogue's words, the gravest first; ``good`` when there are none."""
        ordered = sorted(findings, key=lambda each: -each.severity)
        if not ordered:
            self.set_state("ok" if good else "idle", good)
            return
        words = "\n\n".join(finding_text(each, text) for each in ordered)
        self.set_state(outcome(ordered), words, ordered)

    def _paint_icon(self) -> None:
        if not self._plain:
            return
        state = self.state
        colour = {
            "ok": self._tokens.ok,
            "warning": self._tokens.warning,
            "error": self._tokens.error,
            "busy": self._tokens.accent,
        }.get(state, self._tokens.muted)
        self._icon.setPixmap(
            self._icons.pixmap(_ICONS.get(state, "info"), colour, 18, self.devicePixelRatioF())
        )

    def showEvent(self, event: QShowEvent) -> None:
        """From now on a change of state needs a new style."""
        self._ever_shown = True
        super().showEvent(event)


_MARKS = ("&", "<", ">", '"', "'")


def restyle(widget: QWidget) -> None:
    """Let the style sheet look at changed properties. Not before the first show: it looks then anyway."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)


def escaped(text: str) -> str:
    """Foreign text as rich text shows it to the letter."""
    if not any(mark in text for mark in _MARKS):
        return text
    from html import escape  # brings a table of two thousand names along

    return escape(text)


def announce(widget: QWidget, words: str, urgent: bool = False) -> None:
    """Let a screen reader say what changed, at once where it is ``urgent``."""
    from PySide6 import QtGui

    if not QtGui.QAccessible.isActive():
        return
    event: QtGui.QAccessibleEvent
    if hasattr(QtGui, "QAccessibleAnnouncementEvent"):
        event = QtGui.QAccessibleAnnouncementEvent(widget, words)
        degree = QtGui.QAccessible.AnnouncementPoliteness
        event.setPoliteness(degree.Assertive if urgent else degree.Polite)
    else:  # Qt before 6.8
        event = QtGui.QAccessibleEvent(widget, QtGui.QAccessible.Event.Alert)
    QtGui.QAccessible.updateAccessibility(event)


# Every placeholder that a finding's words may have; a door that left one out must not cost a page.
_DETAILS = (
    *("n", "count", "names", "host", "look_alike", "what", "code", "text", "words", "place"),
    *("reason", "file", "folder", "backend", "seconds", "field", "name", "which", "when"),
    *("status", "remedy"),
)

# Findings of Binotel whose words end with what was the matter, as far as more is known of it.
_OF_BINOTEL = ("keys_not_checkable", "binotel_unavailable")


def finding_text(finding: Finding, text: Text) -> str:
    """What happened, and on the next lines what it means and what to do."""
    values: dict[str, str] = dict.fromkeys(_DETAILS, "")
    values.update(finding.details)
    values["n"] = values["n"] or values["count"] or values["seconds"] or "0"
    if finding.key == "address_unknown_domain" and values["look_alike"]:
        values["words"] = text("reason.imitates", look_alike=values["look_alike"])
    if values["place"]:
        values["place"] = f" ({values['place']})"
    if finding.key in ("planfix_error", "token_inactive"):
        code = values["code"]
        try:
            values["words"] = text(f"planfix_code.{code}")
            values["remedy"] = text(f"planfix_code.{code}.do")
        except KeyError:
            values["words"] = text("planfix_code.other")
            values["remedy"] = text("planfix_code.other.do")
    if finding.key == "timeout":
        values["words"] = text(f"reason.{values['reason'] or 'silent'}", **values)
    if finding.key == "server_error":
        values["words"] = text(f"reason.{values['reason'] or 'status'}", **values)
    if finding.key in _OF_BINOTEL:
        values["words"] = _why(values, text)
    if "redirected" in (finding.key, values["reason"]) and not values["host"]:
        values["host"] = text("reason.other_address")
    if finding.key in ("scope_missing", "no_rights") and values["what"]:
        values["words"] = text(f"right.{values['what']}")
    if finding.key in ("address_invalid", "state_not_saved") and values["reason"]:
        try:
            values["words"] = text(f"reason.{values['reason']}")
        except KeyError:
            values["words"] = ""
    head = text(f"finding.{finding.key}", **values)
    return f"{head}\n" + text(f"finding.{finding.key}.do", **values).strip()


def _why(values: dict[str, str], text: Text) -> str:
    """What kept Binotel from judging the keys."""
    reason = values["reason"]
    if reason == "code":
        return text("reason.binotel_words" if values["text"] else "reason.binotel_code", **values)
    if reason == "status":
        return text("reason.status", **values)
    if reason in ("shape", "not_json"):
        return text("reason.shape", **values)
    # The network's own finding, without its remedies: those speak of Planfix.
    return text("reason.because", what=text(f"finding.{reason}", **values)) if reason else ""


def clear_layout_margins(widget: QWidget) -> None:
    """No margins around a widget's layout."""
    layout = widget.layout()
    if layout is not None:
        layout.setContentsMargins(0, 0, 0, 0)
