"""The query in SQL, and the names in a second query. The index serves it as well."""

from django.db import connection
from django.db.models import F, Index

from arena.accounts.models import User

INDEX = Index(F("finished_at") - F("started_at"), name="attempt_taken")

SQL = """
    SELECT id, user_id, finished_at - started_at AS taken FROM contests_attempt
    WHERE finished_at IS NOT NULL
    ORDER BY taken, id DESC
    LIMIT %s
"""


def fastest(limit=20):
    with connection.cursor() as cursor:
        cursor.execute(SQL, [limit])
        rows = cursor.fetchall()
    people = User.objects.in_bulk({user for _, user, _ in rows})
    return [
        {"attempt": attempt, "name": people[user].username, "taken": taken}
        for attempt, user, taken in rows
    ]
