"""Fixtures of the flow's tests: see push_kit.py."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flow.cards_kit import Cards
from tests.flow.push_kit import Desk, Open


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Open]:
    served = []

    def open_desk(count: int = 3, mode: str = "replace") -> Desk:
        cards = Cards(count, mode)
        context = cards.served()
        server = context.__enter__()
        served.append(context)
        return Desk(cards, server.origin, tmp_path)

    yield open_desk
    for each in served:
        each.__exit__(None, None, None)
