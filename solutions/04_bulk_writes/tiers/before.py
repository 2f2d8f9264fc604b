"""Medals are awarded every night, and the site is slow until morning.

award() fetches all attempts, works out each medal in Python, and saves each attempt whose medal
changes, one by one.

Change award() so that the database works out the medals.

Rules:
- medals: "gold" for a score of 90 or more, else "silver" for 75 or more, else "bronze" for the
  contest's cut-off or more, else "". So 80 is silver even if the cut-off is 85.
- no score: an attempt without a score (NULL) gets "".
- taken away: a medal no longer deserved is replaced or removed.
- written: only attempts whose medal changes; a second run writes nothing.
- nothing else: no other column changes.
- returned: how many medals this run changed.

Allowed:
- queries: at most 4, however many attempts and contests.
- fetched: at most 10 rows, no model instance.
"""

from django.db import transaction

from arena.contests.models import Attempt


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
    changed = 0
    # TODO: every attempt comes to Python, only to be compared with three numbers.
    for attempt in Attempt.objects.select_related("contest"):
        medal = medal_for(attempt.score, attempt.contest.cutoff)
        if attempt.medal != medal:
            attempt.medal = medal
            attempt.save()
            changed += 1
    return changed
