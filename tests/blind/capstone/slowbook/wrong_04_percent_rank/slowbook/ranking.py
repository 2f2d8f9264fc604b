"""Who is best."""

from django.db import connection

from slowbook.models import Attempt, Person

BETTER_THAN = """
    SELECT share FROM (
        SELECT person.id, percent_rank() OVER (ORDER BY coalesce(sum(attempt.score), 0)) AS share
        FROM slowbook_person person
        LEFT JOIN slowbook_attempt attempt ON attempt.person_id = person.id
        GROUP BY person.id
    ) AS ranked
    WHERE id = %s
"""


def standings(contest):
    """Return the rows of a contest's table.

    Of each problem a person's best attempt counts: the highest score, and among equal scores the
    fewest seconds. More points are better, then fewer seconds, then the name. Equal points and
    seconds share a rank.
    """
    best = {}
    for attempt in Attempt.objects.filter(post__contest=contest).select_related("person"):
        key = (attempt.person.username, attempt.post_id)
        value = (attempt.score, -attempt.seconds)
        if key not in best or value > best[key]:
            best[key] = value
    totals = {}
    for (name, _), (score, negative) in best.items():
        row = totals.setdefault(name, {"name": name, "points": 0, "seconds": 0, "solved": 0})
        row["points"] += score
        row["seconds"] -= negative
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
    with connection.cursor() as cursor:
        cursor.execute(BETTER_THAN, [person.id])
        (share,) = cursor.fetchone()
    return int(100 * share)
