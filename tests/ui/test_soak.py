"""Whether Qt's binding leaves ``None`` alone. PySide6 6.12.0 did not on Python 3.10 and 3.11.

There every call that returns ``None`` took one reference too many, and after some thousands of them
the process died. From Python 3.12 on ``None`` is immortal and the question has no meaning.
"""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

CALLS = 50_000

PROGRAM = f"""
import json, sys
from PySide6.QtWidgets import QApplication, QLabel
app = QApplication([])
label = QLabel()
counted = {{"None": [], "True": [], "False": []}}
for part in range(2):
    for number in range({CALLS} // 2):
        label.setText("even" if number % 2 else "odd")
        label.isVisible()
        label.isEnabled()
        app.processEvents()
    for name, value in (("None", None), ("True", True), ("False", False)):
        counted[name].append(sys.getrefcount(value))
print(json.dumps(counted))
"""


@pytest.mark.soak
@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_none_keeps_its_references() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False, timeout=100
    )
    assert done.returncode == 0, done.stderr
    for name, (before, after) in json.loads(done.stdout).items():
        # One lost with each call would make tens of thousands.
        assert abs(after - before) < 500, f"{name} was counted {before} and then {after} times"
