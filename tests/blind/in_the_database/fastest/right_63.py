"""Two queries: the attempts by the index alone, without a join, and then the names of their people."""

from django.db.models import DurationField, ExpressionWrapper, F, Index, Q

from arena.accounts.models import User
from arena.contests.models import Attempt

TAKEN = ExpressionWrapper(F("finished_at") - F("started_at"), output_field=DurationField())

INDEX = Index(
    F("finished_at") - F("started_at"),
    F("id").desc(),
    name="attempt_taken",
    condition=Q(finished_at__isnull=False),
)


def fastest(limit=20):
    attempts = list(
        Attempt.objects.filter(finished_at__isnull=False)
        .annotate(taken=TAKEN)
        .order_by("taken", "-id")
        .values_list("id", "user_id", "taken")[:limit]
    )
    people = {user for _, user, _ in attempts}
    names = dict(User.objects.filter(pk__in=people).values_list("pk", "username"))
    return [
        {"attempt": pk, "name": names[user], "taken": taken}
        for pk, user, taken in attempts
        if user in names  # A person who was deleted since has no attempts either.
    ]
