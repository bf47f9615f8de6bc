"""What every step's page has in common. The shell derives buttons, title and state from it; no page touches those."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wizard.rules.finding import Finding
from wizard.ui.theme import LIGHT, Tokens
from wizard.ui.widgets import StatusLine, label
from wizard.ui.workspace import Workspace

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

# Text is read best in short lines; pages with tables may be wider (design, section 7).
TEXT_WIDTH = 640
WIDE = 1040


class Shell(Protocol):
    """What a page may ask of the window."""

    ask_path: Callable[[str, Path], Path | None]

    @property
    def current_step(self) -> str: ...
    def go_to(self, step_id: str) -> bool: ...
    def say(self, maker: Callable[[], str]) -> None: ...
    def open_stored(self, name: str) -> None: ...
    def open_new(self) -> None: ...


class Page(QWidget):
    """A step. Built on the first visit, kept afterwards, so that Back never loses what was typed."""

    step = ""
    wide = False
    # Set by the shell before ``left``: the person goes on to a later step, rather than back.
    going_on = False
    changed = Signal()
    go = Signal(str)

    def __init__(self, workspace: Workspace, shell: Shell) -> None:
        super().__init__()
        self.setObjectName(self.step)
        self.setProperty("role", "page")
        self.shell = shell
        self.workspace = workspace
        self.services = workspace.services
        self.text = workspace.text
        self.tokens: Tokens = LIGHT
        self._lines: list[StatusLine] = []
        self._eyebrow = label("eyebrow")
        self._title = label("title")
        self._intro = label("intro")
        self._intro.setMaximumWidth(TEXT_WIDTH)
        self._inner = QWidget()
        self._inner.setProperty("role", "page")
        self.body = QVBoxLayout(self._inner)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(16)
        head = QVBoxLayout()
        head.setSpacing(4)
        head.addWidget(self._eyebrow)
        head.addWidget(self._title)
        # In a row of its own: only there Qt reckons with the limit when it asks how high the lines get.
        intro = QHBoxLayout()
        intro.addWidget(self._intro, 1)
        intro.addStretch(0)
        head.addLayout(intro)
        self.body.addLayout(head)
        self._outer = QHBoxLayout(self)
        self._outer.setSpacing(0)
        self._outer.addWidget(self._inner, 1)
        self._outer.addStretch(0)
        self.set_padding(40)

    # What a page says of itself

    @property
    def busy(self) -> bool:
        """A check is under way: Next is locked."""
        return False

    def initial_focus(self) -> QWidget | None:
        """The widget that a person most likely wants first."""
        return None

    def entered(self) -> None:
        """The page came on screen."""

    def left(self, closing: bool = False) -> bool:
        """The page goes off screen: cancel checks, take over what was typed. False keeps it there.

        ``closing`` means that the window closes: nothing may be started any more.
        """
        return True

    def retranslate(self) -> None:
        """Set every word anew."""
        self._eyebrow.setText(self.text(f"{self.step}.eyebrow"))
        self._title.setText(self.text(f"{self.step}.title"))
        self._intro.setText(self.text(f"{self.step}.intro"))
        self.setAccessibleName(self.text(f"{self.step}.title"))

    def refresh(self) -> None:
        """The state changed, here or elsewhere: show it."""

    # Helpers for pages

    def status_line(self, name: str) -> StatusLine:
        """A status line that follows the theme."""
        line = StatusLine(name, self.services.icons)
        self._lines.append(line)
        return line

    def set_tokens(self, tokens: Tokens) -> None:
        """Take the colours of a theme."""
        self.tokens = tokens
        for line in self._lines:
            line.set_tokens(tokens)

    def set_padding(self, padding: int) -> None:
        """40, on small windows 16."""
        top = 32 if padding > 16 else 16
        self._outer.setContentsMargins(padding, top, padding, padding)

    def set_width(self, available: int) -> None:
        """Use the width there is up to what reads well."""
        self._inner.setMaximumWidth(WIDE if self.wide else max(TEXT_WIDTH, min(available, 760)))

    def fit(self) -> None:
        """Be as high as the wrapped texts need at this width: a scroll area does not ask for that."""
        layout = self.layout()
        if layout is not None:
            self.setMinimumHeight(layout.totalHeightForWidth(self.width()))

    def time_text(self, when: datetime | None) -> str:
        """A time as the language writes it: the hour alone for today, else with the date."""
        return time_text(self.workspace, when)

    def tell(self, line: StatusLine, findings: Sequence[Finding], good: str = "") -> None:
        """Show findings in words."""
        line.show_findings(findings, self.text, good)


def time_text(workspace: Workspace, when: datetime | None) -> str:
    """A time as the present language writes it."""
    if when is None:
        return ""
    local = when.astimezone(workspace.now().tzinfo)
    language = workspace.services.catalogue.language
    locale = QLocale(language)
    clock = local.strftime("%H:%M")
    if local.date() == workspace.now().date():
        return workspace.text("shell.at_time", time=clock)
    day = locale.toString(local.date(), "d MMMM")  # type: ignore[call-overload]
    return workspace.text("shell.at_day", day=day, time=clock)
