"""Keeps a long list of values outside memory: read again as often as one likes, one value at a time.

For what is computed once and written on many sheets. Must not know what the values are.
"""

import pickle
from array import array
from collections.abc import Iterable
from io import BytesIO
from tempfile import TemporaryFile
from threading import Lock
from typing import BinaryIO, TypeVar, cast
from weakref import finalize

from ptce_ref.domain.referential import Indicator, Referential
from ptce_ref.domain.sequence import LazySequence
from ptce_ref.services.refusal import Fault, Refusal

Value = TypeVar("Value")

HELD = 200
"""How many values stay in memory, the first ones: most bases have no more, and then no file is made."""

_SHARED = (Referential, Indicator)
"""What values name and do not hold: one for all of them, in memory."""


class Spool(LazySequence[Value]):
    """The values given, in their order; those over :data:`HELD` are in a temporary file that ends with the list."""

    def __init__(self, values: Iterable[Value]) -> None:
        """Read ``values`` once. Raises :class:`Refusal` when the temporary file cannot be written."""
        self._held: list[Value] = []
        self._starts = array("Q")
        self._shared = _Shared()
        # A comparison may be read again while the one before it is being stopped.
        self._lock = Lock()
        for value in values:
            if len(self._held) < HELD:
                self._held.append(value)
            else:
                self._write(value)

    def __len__(self) -> int:
        return len(self._held) + len(self._starts)

    def make(self, place: int) -> Value:
        """Return the value at ``place``, from 0: as it was given when it is held in memory, else a copy of its own."""
        if place < len(self._held):
            return self._held[place]
        with self._lock:
            self._file.seek(self._starts[place - len(self._held)])
            return cast("Value", _Unpickler(self._file, self._shared).load())

    def _write(self, value: Value) -> None:
        content = BytesIO()
        _Pickler(content, self._shared).dump(value)
        try:
            if not self._starts:
                # Closed with the list, and it is then erased.
                self._file = cast("BinaryIO", TemporaryFile(prefix="ptce-"))  # noqa: SIM115 - see above
                finalize(self, self._file.close)
            self._starts.append(self._file.tell())
            self._file.write(content.getvalue())
        except OSError as error:
            from ptce_ref.services.production import why_unwritten  # noqa: PLC0415 - heavy, and rarely needed

            sentence = (
                f"La comparaison a besoin d’un fichier temporaire qui n’a pas pu être écrit : {why_unwritten(error)}."
            )
            raise Refusal(sentence, Fault.UNUSABLE) from error


class _Shared:
    """The values shared, each under a number."""

    def __init__(self) -> None:
        self._values: list[object] = []
        self._numbers: dict[int, int] = {}

    def number(self, value: object) -> int:
        # By identity: it stays alive here, and looking for an equal one would compare whole referentials.
        if id(value) not in self._numbers:
            self._numbers[id(value)] = len(self._values)
            self._values.append(value)
        return self._numbers[id(value)]

    def value(self, number: int) -> object:
        return self._values[number]


class _Pickler(pickle.Pickler):
    """Writes the place of what is shared instead of the thing."""

    def __init__(self, file: BytesIO, shared: _Shared) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self._shared = shared

    def persistent_id(self, obj: object) -> int | None:
        return self._shared.number(obj) if isinstance(obj, _SHARED) else None


class _Unpickler(pickle.Unpickler):
    """Reads what :class:`_Pickler` wrote."""

    def __init__(self, file: BinaryIO, shared: _Shared) -> None:
        super().__init__(file)
        self._shared = shared

    def persistent_load(self, pid: int) -> object:
        return self._shared.value(pid)
