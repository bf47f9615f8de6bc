"""Opens every step on a scaled screen and says what is cut off; a process of its own, see test_words_fit.py.

``python -m tests.tools.finer_screen FOLDER WIDTH HEIGHT`` with QT_SCALE_FACTOR set; prints the scale it saw.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel

from tests.ui.eyes import cut_off, outside, overlapping
from wizard.app import create
from wizard.flow.steps import STEPS
from wizard.rules.catalogue import LANGUAGES


def main(folder: str, width: int, height: int) -> int:
    """0 if everything fits and icons are sharp."""
    window = create(["--config-dir", folder, "--language", "ru", "--account", "acme"])
    window.resize(width, height)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    todo = [(language, step) for language in LANGUAGES for step in STEPS]
    found: list[str] = []
    scale = window.devicePixelRatioF()

    def look() -> None:
        if todo and window._settled:
            language, step = todo.pop(0)
            window._languages.setCurrentIndex(window._languages.findData(language))
            assert window.go_to(step)
            QTimer.singleShot(50, lambda: judge(language, step))
        elif todo:
            QTimer.singleShot(50, look)
        else:
            window.close()
            app.quit()

    def judge(language: str, step: str) -> None:
        seen = cut_off(window) + outside(window, tables=False) + overlapping(window)
        for each in window.findChildren(QLabel):
            blurred = not each.pixmap().isNull() and each.pixmap().devicePixelRatioF() != scale
            if each.isVisible() and blurred and each.pixmap().width() > 1:
                seen.append(f"a picture of {each.parentWidget().objectName()} is not sharp")
        found.extend(f"{step} {language}: {each}" for each in seen)
        look()

    QTimer.singleShot(0, look)
    app.exec()
    print(f"{scale:g}")
    print("\n".join(found), file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
