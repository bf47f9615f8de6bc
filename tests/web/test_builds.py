"""Every build of the form is filled right, and what the account then holds is what the program said."""

from __future__ import annotations

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


def test_every_build_is_filled_saved_and_compared(seat: Seat) -> None:
    seat.keys()
    rows = seat.numbers("901", "902")
    seat.open()
    seat.log_in()
    for build in FILLED:
        seat.empty()
        seat.window.workspace.update(saved_in_planfix_at="")
        seat.go(f"/demo/builds/{build}")
        words = seat.press("fillButton")
        assert seat.said()[1] == "filled", f"{build}: {words}"
        assert seat.stored() == ("", "", {}), f"{build}: saving is the person's"
        seat.save()
        seat.wait_stored(KEY)
        assert seat.stored() == (KEY, SECRET, rows), build
        words = seat.press("verifyButton")
        assert seat.said()[1] == "saved_equal", f"{build}: {words}"
        assert seat.window.workspace.state.saved_in_planfix_at
