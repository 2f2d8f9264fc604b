"""Who is best."""

from django.db.models import Count, Sum

from slowbook.models import Attempt, Person


def standings(contest):
    """Return the rows of a contest's table.

    Of each problem a person's best attempt counts: the highest score, and among equal scores the
    fewest seconds. More points are better, then fewer seconds, then the name. Equal points and
    seconds share a rank.
    """
    attempts = Attempt.objects.filter(post__contest=contest)
    # The first row of each person and problem.
    best = attempts.order_by("person", "post", "-score", "seconds").distinct("person", "post")
    totals = {}
    for name, score, seconds in best.values_list("person__username", "score", "seconds"):
        row = totals.setdefault(name, {"name": name, "points": 0, "seconds": 0, "solved": 0})
        row["points"] += score
        row["seconds"] += seconds
        row["solved"] += 1
    rows = sorted(totals.values(), key=lambda row: (-row["points"], row["seconds"], row["name"]))
    for number, row in enumerate(rows, 1):
        row["rank"] = number
        if number > 1:
            last = rows[number - 2]
            if (last["points"], last["seconds"]) == (row["points"], row["seconds"]):
                row["rank"] = last["rank"]
    return rows


def everybody():
    """Return all people with their points, the best first: the sum of all scores."""
    people = Person.objects.annotate(
        points=Sum("attempts__score", default=0), tries=Count("attempts")
    )
    return people.order_by("-points", "username")


def better_than(points):
    """Return the share of people who have fewer points, in whole per cent."""
    fewer = everybody().order_by().filter(points__lt=points).count()
    return 100 * fewer // Person.objects.count()
