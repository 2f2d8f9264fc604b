"""array_agg() brings all keys in a single row: they are in Python nonetheless, and go back in the
UPDATE.

Breaks: fetched
Fails: rows
"""

import json

from django.db import connection
from django.db.models import F
from django.db.models.functions import Least

from arena.contests.models import Attempt

AGGREGATE = {"postgresql": "json_agg", "sqlite": "json_group_array"}


def raise_scores(contest):
    sql = f"""
        SELECT {AGGREGATE[connection.vendor]}(id) FROM contests_attempt
        WHERE contest_id = %s AND score IS NOT NULL
    """
    with connection.cursor() as cursor:
        cursor.execute(sql, [contest.pk])
        [keys] = cursor.fetchone()
    keys = json.loads(keys or "[]") if isinstance(keys, (str, type(None))) else keys
    return Attempt.objects.filter(pk__in=keys).update(score=Least(F("score"), 96) * 105 / 100)
