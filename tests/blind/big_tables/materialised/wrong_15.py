"""Wrong, refresh: the sums of all people are fetched into Python to be ranked there. From 101 people on, that is too many rows."""

import json

from django.db import connection, transaction
from django.db.models import Sum

from arena.contests.models import Attempt


def install():
    """Make what is needed, and fill it."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE hall_of_fame (people text NOT NULL)")
        cursor.execute("INSERT INTO hall_of_fame VALUES ('[]')")
    refresh()


def refresh():
    """Bring it up to date."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM hall_of_fame FOR UPDATE")
        sums = (
            Attempt.objects.filter(score__isnull=False)
            .values("user")
            .annotate(points=Sum("score"))
            .order_by("-points", "-user")[:1000]
        )
        people = []
        for number, person in enumerate(sums, 1):
            ties = people and people[-1]["points"] == person["points"]
            rank = people[-1]["rank"] if ties else number
            people.append({"rank": rank, "user": person["user"], "points": person["points"]})
        cursor.execute("UPDATE hall_of_fame SET people = %s", [json.dumps(people)])


def board(limit=20):
    with connection.cursor() as cursor:
        cursor.execute("SELECT people FROM hall_of_fame")
        (text,) = cursor.fetchone()
    return json.loads(text)[:limit]
