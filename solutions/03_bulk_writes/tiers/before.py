"""Every night medals are given for all attempts, and the site is slow until the morning.

award() goes through all attempts of all contests, works out the medal of each in Python, and saves
the attempt if its medal changes. In the first night after a change of the rules that is every
attempt that there is, with a statement for each.

Change award() so that the database works out the medals where the scores are, in as many
statements for ten attempts as for ten thousand. Attempts that have the right medal already are not
to be written: three hundred thousand rows that do not change are three hundred thousand dead ones.

Allowed: at most 4 queries, however many attempts and contests there are. No attempt and no contest
comes to Python: at most 10 rows are fetched, and no model instance is built. An attempt is written
only if its medal changes, so a second run writes nothing.

The result stays as it is. With a score of 90 or more the medal is "gold", else with 75 or more
"silver", else with the cut-off of its contest or more "bronze", else "" (none). So a score of 80
is silver, even at a contest whose cut-off is 85. Without a score (NULL) there is no medal. A medal
that an attempt no longer deserves is taken away. award() returns how many medals changed.
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
    # TODO: every attempt comes to Python, to be compared with three numbers.
    for attempt in Attempt.objects.select_related("contest"):
        medal = medal_for(attempt.score, attempt.contest.cutoff)
        if attempt.medal != medal:
            attempt.medal = medal
            attempt.save()
            changed += 1
    return changed
