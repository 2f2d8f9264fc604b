"""What PostgreSQL sends, statement by statement, whichever cursor or driver reads it."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass

HEADER = struct.Struct("!cI")  # a message: its type, and its length without the type
ROW, ENDS = b"D", frozenset({b"C", b"s", b"I", b"E"})


@dataclass
class Fetched:
    """What one statement, or one FETCH of a cursor, has brought.

    Attributes:
        rows: rows that were sent; those of COPY are none.
        content: the bytes of these rows.
    """

    rows: int = 0
    content: bytes = b""


class Reader:
    """Reads the server's side of connections, for ``kata.services.relay.Relay``.

    Attributes:
        statements: what each statement has brought, in the order in which they ended.
    """

    def __init__(self) -> None:
        self.statements: list[Fetched] = []

    def tap(self) -> Callable[[bytes], None]:
        """Return what reads the bytes of a new connection, block by block."""
        rest, current = bytearray(), Fetched()

        def read(block: bytes) -> None:
            nonlocal current
            rest.extend(block)
            while len(rest) >= HEADER.size:
                kind, length = HEADER.unpack_from(rest)
                if len(rest) < length + 1:
                    return
                content = bytes(rest[HEADER.size : length + 1])
                del rest[: length + 1]
                if kind == ROW:
                    current.rows += 1
                    current.content += content
                elif kind in ENDS:
                    self.statements.append(current)
                    current = Fetched()

        return read
