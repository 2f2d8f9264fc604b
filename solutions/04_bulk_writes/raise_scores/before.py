"""Every score in a contest is raised by 5%, and its page hangs for a minute.

raise_scores() fetches every attempt, computes its new score in Python and saves it: one statement
each.

Change raise_scores() so that the database computes the new scores.

Rules:
- five percent: a score rises by 5%, rounded down: 19 stays 19, 20 becomes 21.
- limit: no score becomes more than 100: 97 and 2,147,483,647 become 100.
- no score: an attempt without one (NULL) stays so.
- nothing else: no other column changes; other contests' attempts aren't written.
- meantime: scores that other clients store aren't lost.
- returned: how many attempts at the contest have a score, risen or not.

Allowed:
- queries: at most 2, however many attempts.
- fetched: at most 5 rows, and no model instance.
- speed: at least 4 times as fast as the starter for 100 attempts.
"""

from arena.contests.models import Attempt


def raise_scores(contest):
    raised = 0
    # TODO: Python doesn't need to know these scores. The database can compute them.
    for attempt in Attempt.objects.filter(contest=contest, score__isnull=False):
        attempt.score = min(100, attempt.score + attempt.score * 5 // 100)
        attempt.save()
        raised += 1
    return raised
