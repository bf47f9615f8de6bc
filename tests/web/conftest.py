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

from tests.web.kit import Seat, Visitor
from tests.web.site import Site
from wizard.account_window.acts import PATIENCE
from wizard.doors.pace import Pace


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


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages of this computer are there at once; only a window that comes late is waited for."""
    monkeypatch.setitem(PATIENCE, "form_not_found", 1_600)
    monkeypatch.setitem(PATIENCE, "unknown_form", 700)
    monkeypatch.setitem(PATIENCE, "form_ambiguous", 300)
    monkeypatch.setitem(PATIENCE, "other_pbx", 300)
    # The builds here draw themselves anew within 30 ms.
    monkeypatch.setattr("wizard.account_window.filling.SETTLED_MS", [120, 200])


@pytest.fixture
def seat(qtbot: Any, config_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Seat]:
    """A person in front of the program on the demo account."""
    monkeypatch.setattr("wizard.doors.pace.Pace", partial(Pace, gap=0.0))
    made = Seat(qtbot, config_dir)
    yield made
    made.close()


@pytest.fixture
def site() -> Iterator[Site]:
    """An account of the test's own making."""
    made = Site()
    yield made
    made.close()


@pytest.fixture
def visitor(qtbot: Any, config_dir: Path, site: Site) -> Iterator[Visitor]:
    """A person in front of the program on that account, with keys typed."""
    made = Visitor(qtbot, config_dir, site)
    yield made
    made.close()
