"""Keeps the model: one lock for all who use it, and the file that outlives a restart.

Must not be used to reach around HTTP: the wizard itself sees the demo account through its addresses
only.
"""

from __future__ import annotations

import contextlib
import copy
import json
import os
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from wizard.demo.model import VERSION, Model

FILE_NAME = "demo.json"


class Store:
    """Thread-safe access to the model.

    ``with store.read() as model`` looks, ``with store.change() as model`` changes and keeps; both
    hold the lock. Whoever changes judges the input first: nothing is taken back when the block
    raises.
    """

    def __init__(self, folder: Path | None, fresh: Callable[[], Model]) -> None:
        self._folder = folder
        self._fresh = fresh
        self._lock = threading.RLock()
        self.ports: tuple[int, int] | None = None
        # The moment (of the clock) until which Binotel is busy. Not kept: clocks start anew.
        self.busy_until: float | None = None
        # What came of a notification, by generalCallID: for the page of who plays Binotel. Not kept.
        self.heard: dict[str, str] = {}
        self._model = self._load() or fresh()

    @contextlib.contextmanager
    def read(self) -> Iterator[Model]:
        """The model, not to be changed."""
        with self._lock:
            yield self._model

    @contextlib.contextmanager
    def change(self) -> Iterator[Model]:
        """The model, to be changed. OSError if it could not be written down."""
        with self._lock:
            yield self._model
            self.keep()

    def snapshot(self) -> Model:
        """A copy that nobody changes any more."""
        with self._lock:
            return copy.deepcopy(self._model)

    def reset(self) -> None:
        """Back to the first day."""
        with self._lock:
            self._model = self._fresh()
            self.busy_until = None
            self.keep()

    def keep(self) -> None:
        """Writes model and ports to the folder, atomically; without a folder nothing is written."""
        if self._folder is None:
            return
        with self._lock:
            data = {"version": VERSION, "ports": self.ports, "model": self._model.to_dict()}
        self._folder.mkdir(parents=True, exist_ok=True)
        # mkstemp makes the file readable for its owner alone
        handle, name = tempfile.mkstemp(prefix=FILE_NAME + ".", dir=self._folder)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(data, file, ensure_ascii=False, indent=1)
                file.flush()
                os.fsync(file.fileno())
            os.replace(name, self._folder / FILE_NAME)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(name)
            raise

    def _load(self) -> Model | None:
        if self._folder is None:
            return None
        path = self._folder / FILE_NAME
        try:
            data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            if data["version"] != VERSION:
                raise ValueError("another version")
            model = Model.from_dict(data["model"])
            first, second = data["ports"]
            self.ports = (int(first), int(second))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            # Set aside, never overwritten: somebody may have edited it by hand.
            with contextlib.suppress(OSError):
                os.replace(path, _free(path))
            return None
        return model


def _free(path: Path) -> Path:
    number = 1
    while (aside := path.with_name(f"{path.name}.damaged-{number}")).exists():
        number += 1
    return aside
