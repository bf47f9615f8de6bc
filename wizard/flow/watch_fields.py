"""Watching the account while a person adds fields in the browser, over ports: what is asked next, and when.

One data tag a request, in the rhythm of ``flow.watch``: at most one request in ``GAP`` seconds, for
``LENGTH`` seconds. Only data tags in which something is left to do are asked for. Judges nothing:
whoever is told of an answer does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from wizard.flow.cancel import Cancel
from wizard.flow.ports import Planfix
from wizard.flow.watch import FAILURES, PASSING, Rhythm, pause_of
from wizard.rules.finding import Fault
from wizard.rules.models import DataTag

# Seconds left, and what is under way ("" or the key of what the last request failed with).
Progress = Callable[[float, str], None]


def requests_at_most(rhythm: Rhythm) -> int:
    """The requests that a whole watch may take."""
    return max(1, int(rhythm.length // max(rhythm.gap, 0.001)))


def watch_fields(
    planfix: Planfix,
    left: Callable[[], Sequence[int]],
    cancel: Cancel,
    rhythm: Rhythm,
    progress: Progress,
    seen: Callable[[DataTag], None],
) -> bool:
    """Ask until nothing is left to do (True) or the time is over (False).

    ``left`` gives the numbers of the data tags with something left to do, as far as the answers so far
    have been judged; ``seen`` is told each answer. A connection that fails for a moment does not end it;
    ``Fault`` where watching on has no use, ``Cancelled`` when the person goes away.
    """
    until = rhythm.clock() + rhythm.length
    trouble, failures, turn = "", 0, 0

    def tell(seconds: float) -> None:
        progress(seconds, trouble)

    while left():
        if not rhythm.wait(cancel, until, tell):
            return False
        # After the wait: the answer before was judged meanwhile.
        numbers = left()
        if not numbers:
            break
        number = numbers[turn % len(numbers)]
        turn += 1
        try:
            tag = planfix.data_tag(number)
        except Fault as fault:
            failures += 1
            if fault.finding.key not in PASSING or failures == FAILURES:
                raise
            trouble = fault.finding.key
            rhythm.used(pause_of(fault))
            continue
        rhythm.used()
        trouble, failures = "", 0
        seen(tag)
    return True
