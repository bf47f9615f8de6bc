"""What every step's page has in common. The shell derives buttons, title and state from it; no page touches those."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QLocale, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from wizard.rules.finding import Finding
from wizard.ui.theme import LIGHT, Tokens
from wizard.ui.widgets import StatusLine, label
from wizard.ui.workspace import Workspace

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QLabel

    from wizard.ui.help import HelpPanel
    from wizard.ui.rows import ButtonRows

# Text is read best in short lines; pages with tables may be wider (design, section 7).
TEXT_WIDTH = 640
# These ask the account with the token; account and keys tell where secrets are kept in lines of their own.
_WITH_TOKEN = ("activate", "employees", "tracking", "testCall")
WIDE = 1040
# What is kept free below a status that is brought into sight.
_BELOW = 8


class Shell(Protocol):
    """What a page may ask of the window."""

    ask_path: Callable[[str, Path], Path | None]

    @property
    def current_step(self) -> str: ...
    def go_to(self, step_id: str) -> bool: ...
    def say(self, maker: Callable[[], str]) -> None: ...
    def open_stored(self, name: str) -> None: ...
    def open_new(self) -> None: ...
    def open_account_window(self, purpose: str) -> None: ...


class Page(QWidget):
    """A step. Built on the first visit, kept afterwards, so that Back never loses what was typed."""

    step = ""
    wide = False
    # Whether it has a panel of help, and that panel, once it was opened.
    helps = True
    help_panel: HelpPanel | None = None
    # The status that was brought into sight, and how far down the page stood then.
    _in_sight: tuple[StatusLine, int] | None = None
    # Set by the shell before ``left``: the person goes on to a later step, rather than back.
    going_on = False
    changed = Signal()
    go = Signal(str)
    # How far down the page has to be scrolled, in pixels.
    scroll_to = Signal(int)

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
        # Who had the focus when work began, and to whom Qt handed it then.
        self._focus: tuple[QWidget | None, QWidget | None] = (None, None)
        self._eyebrow = label("eyebrow")
        self._title = label("title")
        self._intro = label("intro")
        self._intro.setMaximumWidth(TEXT_WIDTH)
        self._memory: QLabel | None = None
        self._button_rows: list[ButtonRows] = []
        self._row_room = 0
        self._inner = QWidget()
        self._inner.setProperty("role", "page")
        self.body = QVBoxLayout(self._inner)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(16)
        head = QVBoxLayout()
        head.setSpacing(4)
        for each in (self._eyebrow, self._title):
            head.addWidget(each)
        self._head = head
        # In a row of its own: a layout asks a label how high it is at the full width, which it never has.
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

    @property
    def help_open(self) -> bool:
        """Whether the panel of help is on screen."""
        return self.help_panel is not None and not self.help_panel.isHidden()

    def default_button(self) -> QPushButton | None:
        """What Enter in a field presses; None means the way on. Asked for whenever ``changed`` was emitted."""
        return None

    def entered(self) -> None:
        """The page came on screen."""

    def woke(self) -> None:
        """The person came back to the window, from the browser maybe."""

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

    def tell_memory(self) -> None:
        """Say on a step that uses the token if it goes with this run."""
        on = self.step in _WITH_TOKEN and self.workspace.vault.not_kept("planfix-token")
        if on and self._memory is None:
            self._memory = label("small", name=f"{self.step}MemoryLabel")
            self._head.addWidget(self._memory)
        if self._memory is not None:
            self._memory.setText(self.text("store.token_in_memory"))
            self._memory.setVisible(on)

    # Helpers for pages

    def status_line(self, name: str) -> StatusLine:
        """A status line that follows the theme."""
        line = StatusLine(name, self.services.icons)
        self._lines.append(line)
        line.started.connect(self._work_started)
        line.settled.connect(self._work_settled)
        return line

    def button_rows(self, *buttons: QWidget, inset: int = 0) -> ButtonRows:
        """Buttons that stand in one row where there is room for that."""
        from wizard.ui.rows import ButtonRows  # not needed for a start

        rows = ButtonRows(*buttons, inset=inset)
        self._button_rows.append(rows)
        return rows

    def _work_started(self) -> None:
        """Remember who had the focus: a button that gets grey hands it to its neighbour."""
        window = self.window()
        self._focus = (window.focusWidget(), None)
        self._in_sight = None

        def handed() -> None:
            before = self._focus[0]
            # Somebody who was not turned grey did not hand it on: the page said who has it first.
            grey = before is not None and isValid(before) and not before.isEnabled()
            self._focus = (before, window.focusWidget() if grey else None)

        QTimer.singleShot(0, self, handed)

    def _work_settled(self) -> None:
        line = self.sender()
        if isinstance(line, StatusLine):
            # Buttons are given back, and what else the end changes is shown, before this.
            QTimer.singleShot(0, self, lambda: self._show_end(line))

    def _show_end(self, line: StatusLine) -> None:
        """Give the focus back, and bring what came out into sight if it stands near what was pressed."""
        window = self.window()
        before, handed = self._focus
        self._focus = (None, None)
        if before is None or not isValid(before) or not self.isVisible():
            return
        if (
            handed is not None
            and window.focusWidget() is handed
            and before.isEnabled()
            and before.isVisible()
        ):
            before.setFocus()
        area = self.parentWidget()
        if area is None or not self.isAncestorOf(before):
            return
        self.make_room(area.height())
        top = before.mapTo(self, before.rect().topLeft()).y()
        bottom = line.mapTo(self, line.rect().bottomLeft()).y()
        if 0 <= bottom - top <= area.height() - _BELOW:
            self._in_sight = (line, -self.y())
            self._keep_in_sight()

    def _keep_in_sight(self) -> None:
        """Scroll down to it as far as it takes; not any more once the person scrolled."""
        area = self.parentWidget()
        if self._in_sight is None or area is None:
            return
        line, at = self._in_sight
        if at != -self.y():
            self._in_sight = None
            return
        needed = line.mapTo(self, line.rect().bottomLeft()).y() + _BELOW - area.height()
        if needed > at:
            self.scroll_to.emit(needed)
            self._in_sight = (line, -self.y())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What came into sight stays there when something above it grows, such as where a token is kept."""
        super().resizeEvent(event)
        if self._in_sight is not None:
            QTimer.singleShot(0, self, self._keep_in_sight)

    def make_room(self, least: int) -> None:
        """Take the height that the contents need, and give everything its place, now."""
        self.fit()
        self.resize(self.width(), max(self.minimumHeight(), least))
        self._outer.activate()
        self.body.activate()

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
        most = WIDE if self.wide else max(TEXT_WIDTH, min(available, 760))
        self._inner.setMaximumWidth(most)
        self._row_room = min(available, most)
        self._arrange_rows()

    def _arrange_rows(self) -> None:
        for each in self._button_rows:
            each.set_room(self._row_room)

    def fit(self) -> None:
        """Be as high as the wrapped texts need at this width: a scroll area does not ask for that."""
        self._arrange_rows()
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
    today = workspace.now().date()
    # «об 11:05»: the one hour whose name begins with a vowel in Ukrainian.
    eleven = "_eleven" if local.hour == 11 else ""
    if local.date() == today:
        return workspace.text(f"shell.at{eleven or '_time'}", time=clock)
    form = "d MMMM" if local.year == today.year else "d MMMM yyyy"
    day = locale.toString(local.date(), form)  # type: ignore[call-overload]
    return workspace.text(f"shell.at_day{eleven}", day=day, time=clock)
