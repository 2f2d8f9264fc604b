"""Right: both lookups in one UNION ALL, clean_fields() for each instance, bulk_create() in batches of 100."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Value

from arena.accounts.models import User
from arena.contests.models import Attempt, Contest


class BadRow(ValueError):
    """A row of the feed cannot be imported; its number counts from 1."""

    def __init__(self, number):
        super().__init__(f"Row {number} cannot be imported.")
        self.number = number


def name_of(value):
    """Return what the database can be asked for; None is nobody's name."""
    return None if value is None or "\0" in str(value) else str(value)


def keys_of(rows):
    """Return the keys by kind and name, as {("contest", "spring-cup"): 3, ("user", "ann"): 8}."""
    contests = Contest.objects.filter(slug__in={name_of(row["contest"]) for row in rows} - {None})
    users = User.objects.filter(username__in={name_of(row["user"]) for row in rows} - {None})
    both = (
        contests.order_by()
        .annotate(kind=Value("contest"), name=F("slug"), key=F("pk"))
        .values_list("kind", "name", "key")
        .union(
            users.order_by()
            .annotate(kind=Value("user"), name=F("username"), key=F("pk"))
            .values_list("kind", "name", "key"),
            all=True,
        )
    )
    return {(kind, name): key for kind, name, key in both}


@transaction.atomic
def import_results(rows):
    rows = list(rows)
    keys = keys_of(rows)
    attempts = []
    for number, row in enumerate(rows, 1):
        attempt = Attempt(
            contest_id=keys.get(("contest", name_of(row["contest"]))),
            user_id=keys.get(("user", name_of(row["user"]))),
            started_at=row["started_at"],
            finished_at=row["finished_at"],
            score=row["score"],
        )
        if attempt.contest_id is None or attempt.user_id is None:
            raise BadRow(number)
        try:
            attempt.clean_fields(exclude=["contest", "user"])
        except (ValidationError, TypeError, OverflowError):
            raise BadRow(number) from None
        # clean_fields() leaves what is blank as it is, but an empty text is no moment and no score.
        if any(
            value is not None and value in ("", [], (), {})
            for value in (attempt.finished_at, attempt.score)
        ):
            raise BadRow(number)
        attempts.append(attempt)
    Attempt.objects.bulk_create(attempts, batch_size=100)
    return [attempt.pk for attempt in attempts]
