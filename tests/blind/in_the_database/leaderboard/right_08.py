"""Three queries: keys and scores, the names in bulk, and how many are above the page."""

from itertools import groupby

from django.db.models import Count, Max

from arena.accounts.models import User
from arena.contests.models import Attempt


def leaderboard(contest_id, page=1, size=20):
    scored = Attempt.objects.filter(contest=contest_id, score__isnull=False)
    first = (page - 1) * size
    people = scored.values_list("user_id").annotate(best=Max("score"))
    people = list(people.order_by("-best", "-user_id")[first : first + size])
    if not people:
        return []
    users = User.objects.only("username").in_bulk([key for key, _ in people])
    top = people[0][1]
    above = scored.filter(score__gt=top).aggregate(n=Count("user", distinct=True))["n"]
    rows, rank = [], above + 1
    for score, group in groupby(people, key=lambda person: person[1]):
        if score != top:
            rank = first + len(rows) + 1
        rows += [{"rank": rank, "name": users[k].username, "score": score} for k, _ in group]
    return rows
