"""Somebody asks for their own rank, and Arena fetches the whole contest to find it.

Beside the name of each visitor Arena shows their rank in the contest that is on. For that one
number the page fetches every attempt, makes an object of each, and counts in Python who is better.
The more people take part, the longer everybody waits for their own rank.

Change my_rank() so that the database counts, and only what you need reaches Python.

Allowed: at most 3 queries, 20 rows and one model instance, however many people take part, and at
least 2.5 times as fast as the starter with 2,000 attempts.

The result stays as it is. A person counts once, with the best score of all their attempts; nothing
else counts. The rank is 1 plus the number of people who are better: equal people share a rank, and
the ranks after them are skipped (1, 2, 2, 4). An attempt without a score does not count, and 0 is a
score. Who has no score in the contest has no rank: None.
"""

from arena.contests.models import Attempt


def my_rank(contest_id, user_id):
    best = {}
    # TODO: this fetches every attempt of the contest. Let the database count.
    for attempt in Attempt.objects.filter(contest=contest_id):
        if attempt.score is not None:
            best[attempt.user_id] = max(attempt.score, best.get(attempt.user_id, 0))
    if user_id not in best:
        return None
    return 1 + sum(score > best[user_id] for score in best.values())
