"""What an answer writes to a log."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def logged(name: str) -> Iterator[list[logging.LogRecord]]:
    """Collect what is logged on the logger ``name`` during the block, in every thread.

    A handler would be lost when an answer configures logging; the method that calls handlers
    is not, and it is past the logger's own level and filters.
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
