"""WRONG (rule: bad row): case does not matter: "Ann" is taken for the user "ann", if no other is Ann."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Lower

from arena.accounts.models import User
from arena.contests.models import Attempt, Contest


class BadRow(ValueError):
    """A row of the feed cannot be imported; its number counts from 1."""

    def __init__(self, number):
        super().__init__(f"Row {number} cannot be imported.")
        self.number = number


def find(model, field, names):
    """Return the keys by name. An exact match wins."""
    lower = Lower(field)
    names = {str(name) for name in names}
    found = model.objects.annotate(lower=lower).filter(lower__in={name.lower() for name in names})
    keys = {}
    for pk, name in found.order_by("pk").values_list("pk", field):
        keys.setdefault(name.lower(), pk)
        keys[name] = pk
    return {name: keys.get(name, keys.get(name.lower())) for name in names}


@transaction.atomic
def import_results(rows):
    rows = list(rows)
    contests = find(Contest, "slug", [row["contest"] for row in rows])
    users = find(User, "username", [row["user"] for row in rows])
    attempts = []
    for number, row in enumerate(rows, 1):
        contest, user = contests.get(row["contest"]), users.get(row["user"])
        if contest is None or user is None:
            raise BadRow(number)
        attempt = Attempt(
            contest_id=contest,
            user_id=user,
            started_at=row["started_at"],
            finished_at=row["finished_at"],
            score=row["score"],
        )
        try:
            attempt.clean_fields(exclude=["contest", "user"])
        except ValidationError:
            raise BadRow(number) from None
        attempts.append(attempt)
    return [attempt.pk for attempt in Attempt.objects.bulk_create(attempts, batch_size=500)]
