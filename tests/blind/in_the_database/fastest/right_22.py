"""RIGHT: a BTreeIndex in the opposite order, read backwards; the names come with a second query."""

from django.contrib.postgres.indexes import BTreeIndex
from django.db.models import DurationField, ExpressionWrapper, F

from arena.accounts.models import User
from arena.contests.models import Attempt

INDEX = BTreeIndex(
    (F("finished_at") - F("started_at")).desc(),
    F("id").asc(),
    name="attempt_taken",
)
TAKEN = ExpressionWrapper(F("finished_at") - F("started_at"), output_field=DurationField())


def fastest(limit=20):
    found = list(
        Attempt.objects.exclude(finished_at=None)
        .annotate(taken=TAKEN)
        .order_by("taken", "-id")
        .values_list("id", "user_id", "taken")[:limit]
    )
    people = {user_id for _, user_id, _ in found}
    names = dict(User.objects.filter(pk__in=people).values_list("pk", "username"))
    return [
        {"attempt": key, "name": names[user_id], "taken": taken} for key, user_id, taken in found
    ]
