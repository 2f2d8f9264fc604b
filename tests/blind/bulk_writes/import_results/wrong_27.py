"""WRONG (rule: bad row): to_python() has no upper limit: a score of 2147483648 is a DataError."""

from django.core.exceptions import ValidationError
from django.db import transaction

from arena.accounts.models import User
from arena.contests.models import Attempt, Contest


class BadRow(ValueError):
    """A row of the feed cannot be imported; its number counts from 1."""

    def __init__(self, number):
        super().__init__(f"Row {number} cannot be imported.")
        self.number = number


def clean(name, value):
    field = Attempt._meta.get_field(name)
    if value is None:
        if not field.null:
            raise ValidationError(f"{name} is missing")
        return None
    value = field.to_python(value)
    if name == "score" and value < 0:
        raise ValidationError("score is negative")
    return value


@transaction.atomic
def import_results(rows):
    rows = list(rows)
    contests = Contest.objects.only("slug").in_bulk(
        {row["contest"] for row in rows}, field_name="slug"
    )
    users = User.objects.only("username").in_bulk(
        {row["user"] for row in rows}, field_name="username"
    )
    attempts = []
    for number, row in enumerate(rows, 1):
        contest, user = contests.get(row["contest"]), users.get(row["user"])
        if contest is None or user is None:
            raise BadRow(number)
        try:
            values = {n: clean(n, row[n]) for n in ("started_at", "finished_at", "score")}
        except ValidationError:
            raise BadRow(number) from None
        attempts.append(Attempt(contest=contest, user=user, **values))
    return [attempt.pk for attempt in Attempt.objects.bulk_create(attempts, batch_size=500)]
