"""A line that unfolds more: help and rarely used fields. Its content is built when first opened, unless ``eager``."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from wizard.ui.widgets import button


class Fold(QWidget):
    """A link-like button with content below it that is hidden at first."""

    def __init__(self, name: str, build: Callable[[], QWidget], eager: bool = False) -> None:
        super().__init__()
        self._build = build
        self._words = ""
        self.content: QWidget | None = None
        self._button = button(name, "link")
        self._button.setCheckable(True)
        self._button.toggled.connect(self._toggled)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(4)
        self._box.addWidget(self._button)
        if eager:
            self._unfold(False)

    def setText(self, words: str) -> None:
        """The line's words; the arrow before them tells whether it is open."""
        self._words = words
        self._button.setText(("▾  " if self._button.isChecked() else "▸  ") + words)
        self._button.setAccessibleName(words)

    def open(self) -> None:
        """Unfold."""
        self.set_open(True)

    def set_open(self, opened: bool) -> None:
        """Unfold or fold, as the person would."""
        self._button.setChecked(opened)

    def _toggled(self, opened: bool) -> None:
        self._unfold(opened)
        self.setText(self._words)

    def _unfold(self, opened: bool) -> None:
        if self.content is None:
            self.content = self._build()
            self._box.addWidget(self.content)
            if opened:
                from wizard.ui.reading import put_in_order

                put_in_order(self)
        self.content.setVisible(opened)
