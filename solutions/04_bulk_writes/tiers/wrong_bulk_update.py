"""bulk_update(): every attempt comes to Python, and every change goes back in a WHEN.

Breaks: fetched
Fails: rows
"""

from arena.contests.models import Attempt


def medal_for(score, cutoff):
    if score is None:
        return ""
    if score >= 90:
        return "gold"
    if score >= 75:
        return "silver"
    return "bronze" if score >= cutoff else ""


def award():
    changed = []
    for attempt in Attempt.objects.select_related("contest"):
        medal = medal_for(attempt.score, attempt.contest.cutoff)
        if attempt.medal != medal:
            attempt.medal = medal
            changed.append(attempt)
    return Attempt.objects.bulk_update(changed, ["medal"])
