"""The style sheet of the window, made from the tokens. No colour is named here, only meanings."""

from __future__ import annotations

from PySide6.QtGui import QColor, QFont, QFontMetrics, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from wizard.ui.theme import DARK, LIGHT, Tokens


def system_tokens() -> Tokens:
    """Light or dark as the system's palette says."""
    window = QApplication.palette().color(QPalette.ColorRole.Window)
    return DARK if window.lightness() < 128 else LIGHT


def high_contrast() -> bool:
    """Whether the system asks for high contrast; then its own colours win over ours."""
    hints = QGuiApplication.styleHints()
    accessibility = getattr(hints, "accessibility", None)  # Qt 6.10 and later
    if accessibility is None:
        return False
    preference = accessibility().contrastPreference()
    return bool(preference.name == "HighContrast")


def contrast_tokens() -> Tokens:
    """The system's own pair of colours in every place, for what we paint ourselves under high contrast."""
    theme = QApplication.palette()
    ink = theme.color(QPalette.ColorRole.WindowText).name()
    ground = theme.color(QPalette.ColorRole.Window).name()
    grounds = (
        *("window", "surface", "rail", "on_accent", "selected"),
        *("ok_ground", "warning_ground", "error_ground"),
    )
    inks = [each for each in Tokens._fields if each not in ("dark", *grounds)]
    colours = dict.fromkeys(inks, ink) | dict.fromkeys(grounds, ground)
    return Tokens(dark=QColor(ground).lightness() < 128, **colours)


def palette(t: Tokens) -> QPalette:
    """The palette of the window's own widgets, for what a style sheet does not reach."""
    made = QPalette()
    role = QPalette.ColorRole
    for which, colour in (
        (role.Window, t.window),
        (role.WindowText, t.text),
        (role.Base, t.surface),
        (role.AlternateBase, t.rail),
        (role.Text, t.text),
        (role.Button, t.surface),
        (role.ButtonText, t.text),
        (role.ToolTipBase, t.surface),
        (role.ToolTipText, t.text),
        (role.Highlight, t.accent),
        (role.HighlightedText, t.on_accent),
        (role.Link, t.accent),
        (role.LinkVisited, t.accent),
        (role.PlaceholderText, t.muted),
        (role.Light, t.surface),
        (role.Midlight, t.rail),
        (role.Mid, t.line),
        (role.Dark, t.muted),
    ):
        made.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, which, QColor(t.muted))
    return made


def first_sheet(t: Tokens, font: QFont) -> str:
    """The rules for what the first step shows before a person does anything; sizes follow the system's font.

    Without pictures, a second font family and rules for every widget: these cost a start 10 ms and 2 MB.
    """
    points = font.pointSizeF() if font.pointSizeF() > 0 else 9.0
    # With large letters a layout short of room must not press a button flat.
    line = max(18, QFontMetrics(font).height())
    return f"""
QWidget[role="page"], QScrollArea, QStackedWidget {{ background: {t.window}; }}
QScrollArea {{ border: none; }}
QWidget#rail {{ background: {t.rail}; border-right: 1px solid {t.line}; }}
QWidget#footer {{ background: {t.window}; border-top: 1px solid {t.line}; }}
QLabel[role="brand"] {{ font-size: {points * 1.2:.1f}pt; font-weight: 700; }}
QLabel[role="title"] {{ font-size: {points * 1.7:.1f}pt; font-weight: 700; }}
QLabel[role="heading"] {{ font-weight: 700; }}
QLabel[role="muted"], QLabel[role="eyebrow"], QLabel[role="intro"] {{ color: {t.muted}; }}
QLabel[role="small"] {{ color: {t.muted}; font-size: {points * 0.85:.1f}pt; }}
QFrame[role="card"] {{ background: {t.surface}; border: 1px solid {t.line}; border-radius: 8px; }}
QFrame[role="card"] QLabel {{ background: transparent; }}
QPushButton, QToolButton#menuButton {{
  background: {t.surface}; border: 1px solid {t.line}; border-radius: 6px; padding: 6px 14px; min-height: {line}px; }}
QPushButton:hover {{ border-color: {t.muted}; }}
QPushButton:focus {{ border: 2px solid {t.accent}; padding: 5px 13px; }}
QPushButton:pressed {{ background: {t.selected}; }}
QPushButton:disabled {{ color: {t.muted}; background: {t.rail}; border-color: {t.line}; }}
QPushButton[role="primary"] {{ background: {t.accent}; color: {t.on_accent}; border-color: {t.accent};
  font-weight: 700; }}
QPushButton[role="primary"]:focus {{ border: 2px solid {t.text}; }}
QPushButton[role="primary"]:disabled {{ background: {t.rail}; color: {t.muted}; border-color: {t.line}; }}
QPushButton[role="link"] {{ border: 1px solid transparent; background: transparent; color: {t.accent};
  padding: 4px 2px; text-align: left; }}
QPushButton[role="link"]:focus {{ border: 1px solid {t.accent}; }}
QPushButton[role="link"]:disabled {{ color: {t.muted}; }}
QLineEdit, QPlainTextEdit, QTextBrowser, QComboBox {{
  background: {t.surface}; border: 1px solid {t.line}; border-radius: 6px; padding: 5px 8px;
  selection-background-color: {t.accent}; selection-color: {t.on_accent}; }}
QLineEdit, QComboBox {{ min-height: {line + 2}px; }}
QLineEdit:focus, QPlainTextEdit:focus, QTextBrowser:focus, QComboBox:focus {{
  border: 2px solid {t.accent}; padding: 4px 7px; }}
QLineEdit[bad="true"] {{ border-color: {t.error}; }}
QComboBox::drop-down {{ border: none; width: 24px; }}
QCheckBox::indicator, QTableView::indicator {{ width: 16px; height: 16px; border: 1px solid {t.muted};
  border-radius: 4px; background: {t.surface}; }}
QCheckBox {{ spacing: 8px; padding: 3px; border: 1px solid transparent; }}
QCheckBox:focus {{ border: 1px solid {t.accent}; border-radius: 4px; }}
QListView {{ background: transparent; border: none; outline: none; }}
QListWidget {{ background: transparent; border: 1px solid transparent; border-radius: 8px; outline: none; }}
QListWidget:focus {{ border: 1px solid {t.accent}; }}
QListWidget#accountsList:focus {{ border: 1px solid transparent; }}
QFrame[kind="status"] {{ border-radius: 8px; border: 1px solid {t.line}; background: {t.surface}; }}
QFrame[kind="status"][state="ok"] {{ background: {t.ok_ground}; border-color: {t.ok_ground}; }}
QFrame[kind="status"][state="warning"] {{ background: {t.warning_ground}; border-color: {t.warning_ground}; }}
QFrame[kind="status"][state="error"] {{ background: {t.error_ground}; border-color: {t.error_ground}; }}
QFrame[kind="status"] QLabel {{ background: transparent; border: 1px solid transparent; }}
QFrame[kind="status"] QLabel:focus {{ border: 1px solid {t.accent}; border-radius: 4px; }}
QToolButton#menuButton {{ padding-right: 26px; }}
QToolButton#menuButton:focus {{ border: 2px solid {t.accent}; padding: 5px 25px 5px 13px; }}
QScrollBar:vertical {{ background: transparent; width: 10px; }}
QScrollBar::handle:vertical {{ background: {t.line}; border-radius: 4px; min-height: 32px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; width: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; }}
QScrollBar::handle:horizontal {{ background: {t.line}; border-radius: 4px; min-width: 32px; }}
"""


def sheet(t: Tokens, font: QFont, folder: str) -> str:
    """The whole style sheet for one theme. ``folder`` holds our icons."""
    theme = "dark" if t.dark else "light"
    rest = f"""
QWidget {{ color: {t.text}; }}
QLineEdit[fixed="true"], QPushButton[fixed="true"] {{ font-family: monospace; }}
QLabel[role="fixed"] {{ font-family: monospace; }}
QLabel[tone="ok"] {{ color: {t.ok}; }}
QLabel[tone="todo"] {{ color: {t.accent}; }}
QLabel[tone="warning"] {{ color: {t.warning}; }}
QLabel[tone="error"] {{ color: {t.error}; }}
QLabel[tone="plain"] {{ color: {t.muted}; }}
QTabBar::tab {{ background: {t.rail}; color: {t.muted}; border: 1px solid {t.line}; padding: 6px 12px;
  margin-right: 4px; border-radius: 6px; }}
QTabBar::tab:selected {{ background: {t.selected}; color: {t.text}; }}
QTabBar::tab:focus {{ border-color: {t.accent}; }}
QFrame[role="card"] QListView {{ background: {t.surface}; border-top: 1px solid {t.line};
  border-bottom: 1px solid {t.line}; }}
QFrame[role="card"] QListView:focus {{ border-color: {t.accent}; }}
QComboBox::down-arrow {{ image: url("{folder}/arrow_{theme}.svg"); width: 16px; height: 16px; }}
QToolButton#menuButton::menu-indicator {{ image: url("{folder}/arrow_{theme}.svg"); width: 16px;
  height: 16px; subcontrol-origin: border; subcontrol-position: right center; right: 8px; }}
QCheckBox::indicator:checked, QTableView::indicator:checked {{ background: {t.accent};
  border-color: {t.accent}; image: url("{folder}/check_{theme}.svg"); }}
QComboBox QAbstractItemView {{ background: {t.surface}; color: {t.text}; selection-background-color: {t.selected};
  selection-color: {t.text}; border: 1px solid {t.line}; }}
QTableView {{ outline: none; background: {t.surface}; alternate-background-color: {t.window}; gridline-color: {t.line};
  border: 1px solid {t.line}; border-radius: 6px; selection-background-color: {t.selected};
  selection-color: {t.text}; }}
QTableView:focus {{ border: 1px solid {t.accent}; }}
QTableView::item {{ padding: 0 6px; border: none; }}
QTableView::item:selected {{ background: {t.selected}; color: {t.text}; }}
QTableView::item:focus {{ background: {t.selected}; color: {t.text}; border: 1px solid {t.accent}; }}
QHeaderView {{ background: {t.rail}; }}
QHeaderView::section {{ background: {t.rail}; color: {t.muted}; border: none; border-bottom: 1px solid {t.line};
  padding: 6px 8px; }}
QTableView QLineEdit {{ border-radius: 0; padding: 0 4px; min-height: 0; }}
QProgressBar {{ border: none; background: {t.line}; max-height: 4px; min-height: 4px; border-radius: 2px; }}
QProgressBar::chunk {{ background: {t.accent}; border-radius: 2px; }}
QToolTip {{ background: {t.surface}; color: {t.text}; border: 1px solid {t.line}; padding: 4px; }}
QMenu {{ background: {t.surface}; color: {t.text}; border: 1px solid {t.line}; }}
QMenu::item {{ padding: 6px 20px; }}
QMenu::item:selected {{ background: {t.selected}; }}
"""
    return first_sheet(t, font) + rest
