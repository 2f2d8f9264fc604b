"""Fetches everybody's best score and ranks in Python: one query, and a row for each person.

Breaks: fetched
Fails: rows
"""

from django.db.models import Max

from arena.contests.models import Attempt


def leaderboard(contest_id, page=1, size=20):
    people = (
        Attempt.objects.filter(contest=contest_id, score__isnull=False)
        .values_list("user", "user__username")
        .annotate(best=Max("score"))
    )
    board = sorted(people, key=lambda person: (-person[2], -person[0]))
    ranks = {}
    for position, (_, _, score) in enumerate(board, 1):
        ranks.setdefault(score, position)
    first = (page - 1) * size
    return [
        {"rank": ranks[score], "name": name, "score": score}
        for _, name, score in board[first : first + size]
    ]
