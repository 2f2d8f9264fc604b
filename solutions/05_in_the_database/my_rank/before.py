"""Arena fetches a whole contest to show one person's rank.

Next to each visitor's name, Arena shows their rank in a contest, which Python counts.

Change my_rank() so that the database counts.

Rules:
- rank: 1 plus the number of people who are better. Equal people share a rank; the ranks after them
  are skipped (1, 2, 2, 4).
- best: a person counts once, with the best score of all their attempts at the contest.
- no score: an attempt without a score does not count; 0 is a score.
- no rank: a person without a score in the contest gets None.
- nothing else: no other column and no earlier call matters.

Allowed:
- queries: at most 3.
- fetched: at most 20 rows and one model instance, however many people take part.
- speed: at least 2.5 times as fast as the starter with 2,000 attempts.
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
