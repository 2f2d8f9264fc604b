"""WRONG (rule: all or none): each 100 rows are a transaction: a bad row later leaves the earlier ones."""

from itertools import islice

from django.core.exceptions import ValidationError
from django.db import transaction

from arena.accounts.models import User
from arena.contests.models import Attempt, Contest


class BadRow(ValueError):
    """A row of the feed cannot be imported; its number counts from 1."""

    def __init__(self, number):
        super().__init__(f"Row {number} cannot be imported.")
        self.number = number


FIELDS = ("started_at", "finished_at", "score")


def clean(name, value):
    field = Attempt._meta.get_field(name)
    return field.clean(value, None) if value is not None or not field.null else None


def import_results(rows):
    rows = iter(rows)
    keys = []
    while chunk := list(islice(rows, 100)):
        slugs = {row["contest"] for row in chunk}
        names = {row["user"] for row in chunk}
        contests = dict(Contest.objects.filter(slug__in=slugs).values_list("slug", "pk"))
        users = dict(User.objects.filter(username__in=names).values_list("username", "pk"))
        attempts = []
        for number, row in enumerate(chunk, len(keys) + 1):
            if row["contest"] not in contests or row["user"] not in users:
                raise BadRow(number)
            try:
                values = {name: clean(name, row[name]) for name in FIELDS}
            except ValidationError:
                raise BadRow(number) from None
            attempts.append(
                Attempt(contest_id=contests[row["contest"]], user_id=users[row["user"]], **values)
            )
        with transaction.atomic():
            keys += [attempt.pk for attempt in Attempt.objects.bulk_create(attempts)]
    return keys
