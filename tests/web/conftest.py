"""Fixtures of the account window's tests. The flags of the engine are set here, never by the program."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

# Tests run as root and without a graphics card; both flags are the tests' own (issue 7).
os.environ["QTWEBENGINE_CHROMIUM_FLAGS"] = "--no-sandbox --disable-gpu"

from tests.web.kit import Seat


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of this folder is ``web``; the engine's own warnings about a missing graphics card pass."""
    folder = Path(__file__).parent
    for item in items:
        if item.path.parent == folder:
            item.add_marker(pytest.mark.web)
            # toolchain.md, last section: the only ones that a test run should let pass.
            item.add_marker(
                pytest.mark.qt_log_ignore(
                    "QRhiGles2: Failed to create (temporary )?context",
                    "Failed to create RHI for backend",
                    "GPUInfo not initialized",
                    extend=True,
                )
            )


@pytest.fixture
def seat(qtbot: Any, config_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Seat]:
    """A person in front of the program on the demo account, with keys and two short numbers."""
    monkeypatch.setattr(
        "wizard.doors.pace.Pace",
        partial(__import__("wizard.doors.pace", fromlist=["Pace"]).Pace, gap=0.0),
    )
    made = Seat(qtbot, config_dir)
    yield made
    made.close()
