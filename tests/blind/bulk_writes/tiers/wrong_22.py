"""WRONG (limit: fetched): all attempts come to Python, and bulk_update() writes those that change."""

from django.db import connection, transaction  # noqa: F401

from arena.contests.models import Attempt, Contest  # noqa: F401


def medal_for(score, cutoff):
    if score is None:
        return ""
    if score >= 90:
        return "gold"
    if score >= 75:
        return "silver"
    return "bronze" if score >= cutoff else ""


@transaction.atomic
def award():
    changed = []
    for attempt in Attempt.objects.select_related("contest"):
        medal = medal_for(attempt.score, attempt.contest.cutoff)
        if attempt.medal != medal:
            attempt.medal = medal
            changed.append(attempt)
    return Attempt.objects.bulk_update(changed, ["medal"])
