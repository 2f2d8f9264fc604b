"""A class with one condition per medal: an attempt is stale if it fits a condition and has another medal; one UPDATE mends all."""

from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import Case, CharField, OuterRef, Q, Subquery, Value, When

from arena.contests.models import Attempt, Contest


class Jury:
    """Each attempt fits exactly one of the conditions, so their order does not matter."""

    def __init__(self):
        cutoff = Subquery(Contest.objects.filter(pk=OuterRef("contest_id")).values("cutoff")[:1])
        self.conditions = {
            "gold": Q(score__gte=90),
            "silver": Q(score__gte=75, score__lt=90),
            "bronze": Q(score__lt=75) & Q(score__gte=cutoff),
            "": Q(score__isnull=True) | (Q(score__lt=75) & Q(score__lt=cutoff)),
        }

    def stale(self):
        wrong = (condition & ~Q(medal=medal) for medal, condition in self.conditions.items())
        return Attempt.objects.filter(reduce(or_, wrong))

    def verdict(self):
        whens = [When(condition, then=Value(medal)) for medal, condition in self.conditions.items()]
        return Case(*whens, default=Value(""), output_field=CharField())


@transaction.atomic
def award():
    jury = Jury()
    return jury.stale().update(medal=jury.verdict())
