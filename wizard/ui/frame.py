"""The frame of the window: rail, notice, room for a page, footer; theme, Qt's own words, fitting. Knows no step.

What is not needed for the first picture waits until that is painted (``settle``).
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QLocale, QObject, QPoint, QTimer, QTranslator
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from wizard.flow.steps import STEPS
from wizard.rules.finding import Finding
from wizard.ui.numbers import ALIGN_RIGHT, ALIGN_V_CENTER, put
from wizard.ui.page import Page
from wizard.ui.rail import StepList
from wizard.ui.services import Services
from wizard.ui.style import (
    contrast_tokens,
    first_sheet,
    high_contrast,
    palette,
    sheet,
    system_tokens,
)
from wizard.ui.theme import LIGHT, Tokens
from wizard.ui.widgets import StatusLine, at_top, button, finding_text, label, make_selectable

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QPaintEvent

RAIL_WIDTH = 232
LANGUAGE_NAMES = {"ru": "Русский", "uk": "Українська", "en": "English"}


class Frame(QFrame):
    """Everything around the pages. What its buttons do is decided by the window itself."""

    # Asked for by events that arrive while the object is still being built.
    _painted = False
    _settled = False

    def __init__(self, services: Services) -> None:
        super().__init__()
        self.setObjectName("setupWizard")
        self.services = services
        self.tokens: Tokens = LIGHT
        self._pages: dict[str, Page] = {}
        self._areas: dict[str, QScrollArea] = {}
        self._closing = False
        self._notice_findings: list[tuple[Finding, Callable[[], str]]] = []
        self._notice_maker: Callable[[], str] | None = None
        self._qt_texts: QTranslator | None = None
        # The button that Enter presses in a field.
        self._default: QPushButton | None = None
        self.ask_path: Callable[[str, Path], Path | None] = self._ask_path
        self._build()
        self._apply_theme()

    # Building

    def _build(self) -> None:
        self._build_rail()
        self._build_notice()
        self._build_footer()
        self._stack = QStackedWidget()
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self._notice_row)
        right.addWidget(self._stack, 1)
        right.addWidget(self._footer_box)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._rail_box)
        whole.addLayout(right, 1)

    def _build_rail(self) -> None:
        self._rail_box = QFrame()
        self._rail_box.setObjectName("rail")
        self._rail_box.setFixedWidth(RAIL_WIDTH)
        self._brand = label("brand")
        self._brand.setText("Planfix + Binotel")
        self._host_label = label("small")
        self._rail = StepList(STEPS, self.services.icons)
        self._languages = QComboBox()
        self._languages.setObjectName("languageCombo")
        for code, name in LANGUAGE_NAMES.items():
            self._languages.addItem(name, code)
        at = self._languages.findData(self.services.catalogue.language)
        self._languages.setCurrentIndex(at)
        # A globe, so that it is found by someone who reads no word of it; and what names the box.
        self._globe = QLabel()
        self._globe.setFixedWidth(20)
        self._globe.setBuddy(self._languages)
        self._accounts = button("accountsButton", "link")
        rail = QVBoxLayout(self._rail_box)
        rail.setContentsMargins(12, 24, 12, 16)
        rail.setSpacing(0)
        head = QVBoxLayout()
        head.setContentsMargins(12, 0, 12, 16)
        head.addWidget(self._brand)
        head.addWidget(self._host_label)
        rail.addLayout(head)
        rail.addWidget(self._rail, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(12, 8, 12, 0)
        foot.setSpacing(4)
        self._demo_button = None
        if self.services.demo:
            from wizard.ui.demo_menu import demo_button

            self._demo_button = demo_button(self.services)
            foot.addWidget(self._demo_button)
        foot.addWidget(self._accounts)
        language = QHBoxLayout()
        language.setSpacing(8)
        language.addWidget(self._globe)
        language.addWidget(self._languages, 1)
        foot.addLayout(language)
        rail.addLayout(foot)

    def _build_notice(self) -> None:
        self._notice = StatusLine("notice", self.services.icons)
        self._notice_row = QWidget()
        self._notice_row.setProperty("role", "page")
        row = QHBoxLayout(self._notice_row)
        row.setContentsMargins(40, 16, 40, 0)
        row.addWidget(self._notice, 1)
        self._notice_close = button("closeNoticeButton", "link")
        self._notice_close.clicked.connect(lambda: self._say(None))
        row.addLayout(at_top(self._notice_close))
        self._notice_row.hide()

    def _build_footer(self) -> None:
        self._footer_box = QFrame()
        self._footer_box.setObjectName("footer")
        self._cancel = button("cancelButton", "link")
        self._help_button = button("helpButton", "link")
        self._why = label("small", name="nextReasonLabel")
        put(self._why, alignment=ALIGN_RIGHT | ALIGN_V_CENTER)
        self._back_button = button("backButton")
        self._next_button = button("nextButton", "primary")
        self._finish = button("finishButton", "primary")
        foot_row = QHBoxLayout(self._footer_box)
        foot_row.setContentsMargins(40, 12, 40, 12)
        foot_row.setSpacing(8)
        foot_row.addWidget(self._cancel)
        foot_row.addSpacing(8)
        foot_row.addWidget(self._help_button)
        foot_row.addWidget(self._why, 1)
        foot_row.addWidget(self._back_button)
        foot_row.addWidget(self._next_button)
        foot_row.addWidget(self._finish)

    # Words and looks

    def _load_qt_texts(self, language: str) -> None:
        """Qt's own words (menus of text fields) follow too; these are the application's, not the window's."""
        from PySide6.QtCore import QLibraryInfo

        self.setLocale(QLocale(language))
        app = QApplication.instance()
        if app is None:
            return
        if self._qt_texts is not None:
            app.removeTranslator(self._qt_texts)
            self._qt_texts = None
        if language == "en":
            return
        translator = QTranslator(self)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if translator.load(QLocale(language), "qtbase", "_", folder):
            app.installTranslator(translator)
            self._qt_texts = translator

    def _apply_theme(self) -> None:
        # Asked for anew each time: it may be switched on while the program runs.
        contrast = self._settled and high_contrast()
        tokens = contrast_tokens() if contrast else system_tokens()
        self.tokens = tokens
        if contrast:
            self.setStyleSheet("")
            self.setPalette(QApplication.palette())
        else:
            self.setPalette(palette(tokens))
            font = QApplication.font()
            whole = self._settled
            self.setStyleSheet(
                sheet(tokens, font, self.services.icon_folder)
                if whole
                else first_sheet(tokens, font)
            )
        if self._settled:
            ratio = self.devicePixelRatioF()
            self._globe.setPixmap(self.services.icons.pixmap("globe", tokens.muted, 18, ratio))
        self._rail.set_tokens(tokens)
        self._notice.set_tokens(tokens)
        for page in self._pages.values():
            page.set_tokens(tokens)

    def settle(self) -> None:
        """What may wait until the first step is on screen: the whole style sheet, Qt's own words."""
        if self._settled or self._closing:
            return
        self._settled = True
        # What stands now stays: a collection during a check need not walk over all of Qt's names again,
        # which costs the window 10 ms each time. Undone on closing.
        gc.freeze()
        self.installEventFilter(self)
        for page in self._pages.values():
            page.installEventFilter(self)
            page.fit()
        self._apply_theme()
        make_selectable()
        self._put_in_order()
        self._load_qt_texts(self.services.catalogue.language)

    def _put_in_order(self) -> None:
        """Tab goes as one reads: steps, notice, page, footer. Pages come into being after the footer."""
        if not self._settled:
            return
        from wizard.ui.reading import put_in_order

        area = self._stack.currentWidget()
        page = area.widget() if isinstance(area, QScrollArea) else None
        places = [self._rail_box, self._notice_row, page, self._footer_box]
        put_in_order(*[each for each in places if each is not None])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the system's theme and font while running, and pages whose texts grow or shrink.

        A filter and not an override: it is put in place once the first step is on screen.
        """
        kind = event.type()
        if watched is self:
            if kind in (
                QEvent.Type.ApplicationPaletteChange,
                QEvent.Type.ThemeChange,
                QEvent.Type.ApplicationFontChange,
                QEvent.Type.DevicePixelRatioChange,
            ):
                self._apply_theme()
            elif kind == QEvent.Type.WindowActivate:
                self.woke()
        elif kind in (QEvent.Type.LayoutRequest, QEvent.Type.Resize) and isinstance(watched, Page):
            watched.fit()
        return False

    def woke(self) -> None:
        """The person is back, after a minute in the browser or a night's sleep of the computer."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """After the first one there is time for what could wait."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self, self.settle)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Padding follows the width."""
        super().resizeEvent(event)
        self._fit_pages()

    def _fit_pages(self) -> None:
        width = self.width() - RAIL_WIDTH
        padding = 40 if width >= 760 else 16
        for page in self._pages.values():
            page.set_padding(padding)
            page.set_width(width - 2 * padding)
        for box in (self._footer_box, self._notice_row):
            layout = box.layout()
            if layout is not None:
                margins = layout.contentsMargins()
                layout.setContentsMargins(padding, margins.top(), padding, margins.bottom())

    def _restore_geometry(self) -> None:
        self.setMinimumSize(760, 480)
        self.resize(1040, 720)
        stored = self.services.archive.settings().get("geometry")
        if isinstance(stored, str):
            from PySide6.QtCore import QByteArray

            self.restoreGeometry(QByteArray.fromBase64(stored.encode("ascii", "ignore")))

    def _remember_geometry(self) -> None:
        settings = self.services.archive.settings()
        settings["geometry"] = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
        self.services.archive.save_settings(settings)

    # The footer

    def _choose_default(self, page: Page) -> None:
        """The button that Enter presses in a field: what the page wants first, else the way on."""
        shown = self._finish if self._finish.isVisibleTo(self) else self._next_button
        wanted = page.default_button() or shown
        chosen = wanted if wanted.isVisibleTo(self) and wanted.isEnabled() else None
        if chosen is not self._default:
            if self._default is not None:
                self._default.setDefault(False)
            if chosen is not None:
                chosen.setDefault(True)
            self._default = chosen

    # Notices

    def _told(self, finding: Finding, maker: Callable[[], str] | None = None) -> None:
        """What went wrong with files outweighs a greeting, and stays until it is hidden."""
        words = maker or (lambda: finding_text(finding, self.services.catalogue.text))
        kept = [each for each in self._notice_findings if each[0] != finding]
        self._notice_findings = [*kept, (finding, words)]
        self._notice_words()

    def _untold(self, key: str) -> None:
        """What was told is no longer so."""
        kept = [each for each in self._notice_findings if each[0].key != key]
        if len(kept) < len(self._notice_findings):
            self._notice_findings = kept
            self._notice_words()

    def _say(self, maker: Callable[[], str] | None) -> None:
        if maker is None:
            self._notice_findings.clear()
        self._notice_maker = maker
        self._notice_words()

    def _notice_words(self) -> None:
        makers = [words for _, words in self._notice_findings]
        if self._notice_maker is not None:
            makers.append(self._notice_maker)
        findings = [finding for finding, _ in self._notice_findings]
        words = "\n\n".join(maker() for maker in makers)
        self._notice.set_state("warning" if findings else "idle", words, findings)
        self._notice_row.setVisible(bool(makers))

    def say(self, maker: Callable[[], str]) -> None:
        """Tell something in the notice, in words that follow the language."""
        self._say(maker)

    # Help

    def _toggle_help(self, page: Page, area: QScrollArea) -> None:
        """Open or close what the foot of a page tells of it, and show its beginning."""
        from wizard.ui.help import toggle

        panel = toggle(page)
        self._put_in_order()
        self._say_help(page)
        if panel is not None:
            # Room for it now, not a round of events later: it has to be brought into sight.
            page.make_room(area.viewport().height())
            area.verticalScrollBar().setValue(panel.mapTo(page, QPoint(0, -8)).y())
            panel.speak()

    def _say_help(self, page: Page) -> None:
        self._help_button.setVisible(page.helps)
        if page.helps:
            key = "help.close" if page.help_open else "help.open"
            self._help_button.setText(self.services.catalogue.text(key))

    # Files

    def _ask_path(self, kind: str, suggested: Path) -> Path | None:
        """The system's own file dialog; static, so no event loop of ours is nested."""
        from pathlib import Path

        from PySide6.QtWidgets import QFileDialog

        text = self.services.catalogue.text
        kinds = text(f"shell.kinds_{kind}")
        if kind.startswith("open_"):
            found, _ = QFileDialog.getOpenFileName(
                self, text(f"shell.{kind}"), str(suggested), kinds
            )
            return Path(found) if found else None
        chosen, wanted = QFileDialog.getSaveFileName(
            self, text(f"shell.save_{kind}"), str(suggested), kinds
        )
        if not chosen:
            return None
        # Not every system's dialog adds the ending of the kind that was chosen in it.
        path = Path(chosen)
        return path if path.suffix else path.with_suffix(wanted.rpartition("*")[2].rstrip(")"))
