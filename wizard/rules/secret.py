"""A value that refuses to show itself. Only a door or the field it is typed in may ask for its text."""

from __future__ import annotations

from typing import NoReturn, final


@final
class Secret:
    """Holds a token, key or password. Cannot be printed, formatted, compared, hashed, copied or pickled.

    ``reveal`` is the one way to the text; grep for it to see every use.
    """

    __slots__ = ("__text",)

    def __init__(self, text: str) -> None:
        self.__text = text

    def reveal(self) -> str:
        """The text itself."""
        return self.__text

    def __bool__(self) -> bool:
        return bool(self.__text)

    def __repr__(self) -> str:
        return "Secret(***)"

    __str__ = __repr__

    def __format__(self, spec: str) -> NoReturn:
        raise TypeError("a secret is not formatted")

    def __eq__(self, other: object) -> NoReturn:
        raise TypeError("a secret is not compared; reveal it where that is meant")

    __hash__ = None  # type: ignore[assignment]

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a secret is not pickled or copied")
