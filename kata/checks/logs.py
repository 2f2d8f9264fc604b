"""What an answer writes to a log."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from kata.checks.findings import fail


@contextmanager
def logged(name: str) -> Iterator[list[logging.LogRecord]]:
    """Collect what is logged on the logger ``name`` during the block, in every thread.

    An answer that configures logging removes handlers. It does not replace the method that calls
    them, and that method is called after the logger's own level and filters.
    """
    logger, records = logging.getLogger(name), list[logging.LogRecord]()
    call = logger.callHandlers

    def seen(record: logging.LogRecord) -> None:
        records.append(record)
        call(record)

    logger.callHandlers = seen  # type: ignore[method-assign]
    try:
        yield records
    finally:
        del logger.callHandlers


def message(record: logging.LogRecord) -> str:
    """Return a record's message.

    Raises:
        CheckFailed: its arguments do not fit its format, such as when SQL is part of the format.
    """
    try:
        return record.getMessage()
    except (TypeError, ValueError, KeyError) as error:
        raise fail(
            f"A record on {record.name!r} has no message: {error}.",
            "a format that fits its arguments: log.warning('%s', sql).",
            details=[f"format     {str(record.msg)[:65]}", f"arguments  {str(record.args)[:65]}"],
        ) from None
