"""Every person's score is raised by 5%, and the page of the contest hangs for a minute.

One question of a contest was wrong, so its setter gives everybody 5% more. Arena fetches every
attempt at the contest, calculates the new score in Python, and saves the attempt: a statement for
each, and for a popular contest some ten thousand of them. What somebody hands in meanwhile is
overwritten by what Python read before.

Change raise_scores() so that the database calculates all new scores where they are, and as few
statements are sent for ten thousand attempts as for ten.

Allowed: at most 2 queries, however many attempts there are. No attempt comes to Python: at most
5 rows are fetched, and no model instance is built. It is to be at least 4 times as fast as now
for 100 attempts.

The result stays as it is. A score becomes 5% higher, rounded down to a whole number, and no score
becomes more than 100: 19 stays 19, 20 becomes 21, 39 becomes 40, and 97 becomes 100. Attempts
without a score (NULL) stay without one, and nothing else changes, at this contest or at another.
raise_scores() returns how many attempts at the contest have a score, whether it rose or not.
"""

from arena.contests.models import Attempt


def raise_scores(contest):
    raised = 0
    # TODO: Python needs to know none of these scores. The database can calculate.
    for attempt in Attempt.objects.filter(contest=contest, score__isnull=False):
        attempt.score = min(100, attempt.score + attempt.score * 5 // 100)
        attempt.save()
        raised += 1
    return raised
