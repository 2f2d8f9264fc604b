"""Counts the keys back from the last one of its session; other clients take keys in between.

Breaks: keys
Fails: answer
"""

from django.core.exceptions import ValidationError
from django.db import connection

from arena.accounts.models import User
from arena.contests.models import Attempt, Contest


class BadRow(ValueError):
    """A row of the feed cannot be imported; its number counts from 1."""

    def __init__(self, number):
        super().__init__(f"Row {number} cannot be imported.")
        self.number = number


def import_results(rows):
    contests = Contest.objects.in_bulk({row["contest"] for row in rows}, field_name="slug")
    people = User.objects.in_bulk({row["user"] for row in rows}, field_name="username")
    attempts = []
    for number, row in enumerate(rows, 1):
        try:
            attempt = Attempt(
                contest=contests[row["contest"]],
                user=people[row["user"]],
                started_at=row["started_at"],
                finished_at=row["finished_at"],
                score=row["score"],
            )
            attempt.clean_fields(exclude=["contest", "user"])
        except (KeyError, ValidationError):
            raise BadRow(number) from None
        attempts.append(attempt)
    # bulk_create() opens a transaction around its batches by itself.
    Attempt.objects.bulk_create(attempts, batch_size=1000)
    if not attempts:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT currval(pg_get_serial_sequence('contests_attempt', 'id'))")
        [last] = cursor.fetchone()
    return list(range(last - len(attempts) + 1, last + 1))
