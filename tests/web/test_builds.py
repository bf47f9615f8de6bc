"""Every build of the form is filled right, and what the account then holds is what the program said."""

from __future__ import annotations

import pytest

from tests.web.kit import KEY, SECRET, Seat

FILLED = (
    "labels",
    "table",
    "placeholders",
    "controlled",
    "frame",
    "shadow",
    "late",
    "redrawn",
    "ukrainian",
    "names",
    "decoys",
)


@pytest.mark.parametrize("build", FILLED)
def test_a_build_is_filled_saved_and_compared(seat: Seat, build: str) -> None:
    seat.keys()
    rows = seat.numbers("901", "902")
    seat.build(build)
    seat.press("fillButton", "filled")
    assert seat.stored() == ("", "", {}), "saving is the person's"
    seat.save()
    seat.wait_stored(KEY)
    assert seat.stored() == (KEY, SECRET, rows)
    seat.press("verifyButton", "saved_equal")
    assert seat.window.workspace.state.saved_in_planfix_at
