"""Who is best."""

from django.db.models import Max, Min

from slowbook.models import Attempt, Person


def standings(contest):
    """Return the rows of a contest's table.

    Of each problem a person's best attempt counts: the highest score, and among equal scores the
    fewest seconds. More points are better, then fewer seconds, then the name. Equal points and
    seconds share a rank.
    """
    best = (
        Attempt.objects.filter(post__contest=contest)
        .values("person__username", "post")
        .annotate(best_score=Max("score"), best_seconds=Min("seconds"))
        .values_list("person__username", "best_score", "best_seconds")
    )
    totals = {}
    for name, score, seconds in best:
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
    people = {person.id: person for person in Person.objects.all()}
    for person in people.values():
        person.points = 0
        person.tries = 0
    for key, score in Attempt.objects.values_list("person", "score"):
        people[key].points += score
        people[key].tries += 1
    return sorted(people.values(), key=lambda person: (-person.points, person.username))


def better_than(person):
    """Return the share of people who have fewer points, in whole per cent."""
    people = everybody()
    mine = next(it.points for it in people if it.id == person.id)
    return 100 * sum(it.points < mine for it in people) // len(people)
