"""One outer join of the whole feed (as arrays) with contests and users finds all keys; bulk_create() does the rest."""

from django.core.exceptions import ValidationError
from django.db import connection, transaction

from arena.contests.models import Attempt

LOOK_UP = """
    SELECT contest.id, person.id
    FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY AS feed (slug, username, number)
    LEFT JOIN contests_contest AS contest ON contest.slug = feed.slug
    LEFT JOIN accounts_user AS person ON person.username = feed.username
    ORDER BY feed.number
"""


class BadRow(ValueError):
    """A row of the feed cannot be imported; its number counts from 1."""

    def __init__(self, number):
        super().__init__(f"Row {number} cannot be imported.")
        self.number = number


def name(value):
    """Return a text that PostgreSQL can compare: None where it cannot be there anyway."""
    try:
        known = value is not None and b"\0" not in str(value).encode()
    except UnicodeEncodeError:
        known = False
    return str(value) if known else None


def clean(row, field_name):
    return Attempt._meta.get_field(field_name).clean(row[field_name], None)


@transaction.atomic
def import_results(rows):
    rows = list(rows)
    if not rows:
        return []
    with connection.cursor() as cursor:
        slugs = [name(row["contest"]) for row in rows]
        usernames = [name(row["user"]) for row in rows]
        cursor.execute(LOOK_UP, [slugs, usernames])
        found = cursor.fetchall()
    attempts = []
    for number, (row, (contest, user)) in enumerate(zip(rows, found, strict=True), 1):
        if contest is None or user is None:
            raise BadRow(number)
        try:
            attempts.append(
                Attempt(
                    contest_id=contest,
                    user_id=user,
                    started_at=clean(row, "started_at"),
                    finished_at=clean(row, "finished_at"),
                    score=clean(row, "score"),
                )
            )
        except (ValidationError, TypeError, ValueError, OverflowError):
            raise BadRow(number) from None
    return [attempt.pk for attempt in Attempt.objects.bulk_create(attempts, batch_size=500)]
