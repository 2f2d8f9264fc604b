"""A database that fails in the middle: whatever was half done has to be as it was before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, connection

from kata.checks.sql import moves_data

SAYS = "the server went away"


def fails_at(number: int, call: Callable[[], Any]) -> bool:
    """Call, and let one statement fail; return whether there were so many.

    Args:
        number: which one, from 0; only those count that read or write data.
        call: may let the error through, or catch it.
    """
    sent = 0

    def refuse(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal sent
        if moves_data(sql):
            sent += 1
            if sent == number + 1:
                raise DatabaseError(SAYS)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        try:
            call()
        except DatabaseError as error:
            if SAYS not in str(error):
                raise
    return sent > number
