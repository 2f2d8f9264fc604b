"""executemany() looks like one call, but the driver sends one statement for each attempt.

Breaks: queries
Fails: queries
"""

from django.db import connection

from arena.contests.models import Attempt


def raise_scores(contest):
    scored = Attempt.objects.filter(contest=contest, score__isnull=False)
    new = [(min(100, score * 105 // 100), pk) for pk, score in scored.values_list("pk", "score")]
    with connection.cursor() as cursor:
        cursor.executemany("UPDATE contests_attempt SET score = %s WHERE id = %s", new)
    return len(new)
