"""How long did people take? Arena fetches every attempt to find an average and ten names.

The page of a contest says how long an attempt took on average, and who was quickest. When an
attempt began and when it ended is stored; how long it took is not, so somebody computed it in
Python. That takes all attempts of the contest to Python, to show ten of them and one number.

Change time_taken() so that the database subtracts, averages and sorts. Nothing new is stored.

Allowed: at most 3 queries, and for a list of 10 at most 30 rows and 20 model instances, however
many attempts there are.

The result stays as it is: "average" is a timedelta, right to the millisecond, over all finished
attempts of the contest, each of them counted once; None if there are none. "quickest" holds "name"
and "taken" (a timedelta) of at most `limit` finished attempts, the quickest first; of equal ones
the one with the higher key. One person may be there twice. What is not finished does not count.
"""

from datetime import timedelta

from arena.contests.models import Attempt


def time_taken(contest_id, limit=10):
    taken = []
    # TODO: this fetches every attempt, and its person. Let the database subtract.
    for attempt in Attempt.objects.filter(contest=contest_id).select_related("user"):
        if attempt.finished_at is not None:
            time = attempt.finished_at - attempt.started_at
            taken.append((time, -attempt.pk, attempt.user.username))
    average = sum((time for time, _, _ in taken), timedelta()) / len(taken) if taken else None
    return {
        "average": average,
        "quickest": [{"name": name, "taken": time} for time, _, name in sorted(taken)[:limit]],
    }
