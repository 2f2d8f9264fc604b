"""Nothing is fetched, but the statement has a WHEN for each score that there may be. Python writes
it, and the database walks along it for every row.

Breaks: speed
Fails: speed
"""

from django.db.models import Case, PositiveIntegerField, Value, When

from arena.contests.models import Attempt

HIGHEST = 1_500


def raise_scores(contest):
    new = [
        When(score=score, then=Value(min(100, score + score * 5 // 100)))
        for score in range(HIGHEST + 1)
    ]
    return Attempt.objects.filter(contest=contest, score__isnull=False).update(
        score=Case(*new, default=Value(100), output_field=PositiveIntegerField())
    )
