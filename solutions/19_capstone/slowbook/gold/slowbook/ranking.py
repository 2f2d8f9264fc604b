"""Who is best."""

from django.db.models import F, Sum, Window
from django.db.models.functions import Rank

from slowbook.models import Attempt, Person, Result


def standings(contest):
    """Return the rows of a contest's table.

    Of each problem a person's best attempt counts: the highest score, and among equal scores the
    fewest seconds. More points are better, then fewer seconds, then the name. Equal points and
    seconds share a rank.
    """
    order = [F("points").desc(), F("seconds").asc()]
    rows = contest.results.order_by("-points", "seconds", "person__username")
    rows = rows.annotate(name=F("person__username"), rank=Window(Rank(), order_by=order))
    return rows.values("name", "points", "seconds", "solved", "rank")


def count_attempt(attempt):
    """Count an attempt for its post and its person, and update the row of the contest's table.

    It belongs into the transaction that stores the attempt.
    """
    type(attempt.post).objects.filter(id=attempt.post_id).update(
        attempt_count=F("attempt_count") + 1
    )
    # From here on the other attempts of this person wait.
    Person.objects.filter(id=attempt.person_id).update(
        points=F("points") + attempt.score, tries=F("tries") + 1
    )
    contest = attempt.post.contest_id
    own = Attempt.objects.filter(person=attempt.person_id, post__contest=contest)
    best = own.order_by("post", "-score", "seconds").distinct("post")
    scores = list(best.values_list("score", "seconds"))
    row = Result(
        contest_id=contest,
        person_id=attempt.person_id,
        points=sum(score for score, _ in scores),
        seconds=sum(seconds for _, seconds in scores),
        solved=len(scores),
    )
    Result.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["contest", "person"],
        update_fields=["points", "seconds", "solved"],
    )


def everybody():
    """Return all people, the best first."""
    return Person.objects.order_by("-points", "username")


def better_than(points):
    """Return the share of people who have fewer points, in whole per cent."""
    return 100 * Person.objects.filter(points__lt=points).count() // Person.objects.count()


def number_of_attempts():
    """Return how many attempts there are: people are fewer to add up."""
    return Person.objects.aggregate(number=Sum("tries", default=0))["number"]
