"""What a query costs with the meter, with Django's own context, and with nothing."""

from __future__ import annotations

import time
from contextlib import AbstractContextManager, nullcontext
from statistics import median

from django.db import connection
from django.test.utils import CaptureQueriesContext

from kata.checks.attribution import Target
from kata.checks.queries import Meter

QUERIES = 500
ROUNDS = 15


def microseconds(context: AbstractContextManager[object]) -> float:
    """Return processor microseconds of this process for one ``SELECT 1`` inside a context."""
    with context, connection.cursor() as cursor:
        start = time.process_time_ns()
        for _ in range(QUERIES):
            cursor.execute("SELECT 1")
            cursor.fetchall()
        return (time.process_time_ns() - start) / QUERIES / 1000


def compare() -> dict[str, float]:
    """Return the median of interleaved rounds for each way, in microseconds a query."""
    from pathlib import Path

    Target.aim(Path(__file__))  # so that the meter finds a line to name
    ways = {
        "nothing": nullcontext,
        "CaptureQueriesContext": lambda: CaptureQueriesContext(connection),
        "the meter, with the line": Meter,
    }
    readings: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            readings[name].append(microseconds(way()))
    return {name: median(values) for name, values in readings.items()}
