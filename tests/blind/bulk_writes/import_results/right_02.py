"""Right: a stream, 500 rows at a time; what an earlier part of this feed has looked up is remembered until the end."""

from itertools import islice

from django.core.exceptions import ValidationError
from django.db import transaction

from arena.accounts.models import User
from arena.contests.models import Attempt, Contest

SIZE = 500


class BadRow(ValueError):
    """A row of the feed cannot be imported; its number counts from 1."""

    def __init__(self, number):
        super().__init__(f"Row {number} cannot be imported.")
        self.number = number


FIELDS = [Attempt._meta.get_field(name) for name in ("started_at", "finished_at", "score")]


def cleaned(row):
    """Return the row's values as the fields want them; None if a field refuses one."""
    given = [(field, row[field.name]) for field in FIELDS]
    try:
        return {field.name: field.clean(value, None) for field, value in given}
    except (ValidationError, TypeError, OverflowError):
        return None


def name_of(value):
    """Return what the database can be asked for; None is nobody's name."""
    return None if value is None or "\0" in str(value) else str(value)


class Keys(dict):
    """The keys of the names that this feed has had until now."""

    def __init__(self, model, field):
        super().__init__()
        self.model = model
        self.field = field

    def learn(self, names):
        new = {name for name in names if name is not None and name not in self}
        if new:
            found = self.model.objects.filter(**{f"{self.field}__in": new})
            self.update(found.values_list(self.field, "pk"))


@transaction.atomic
def import_results(rows):
    contests, users = Keys(Contest, "slug"), Keys(User, "username")
    feed = enumerate(rows, 1)
    keys = []
    while part := list(islice(feed, SIZE)):
        contests.learn(name_of(row["contest"]) for _, row in part)
        users.learn(name_of(row["user"]) for _, row in part)
        attempts = []
        for number, row in part:
            contest_id = contests.get(name_of(row["contest"]))
            user_id = users.get(name_of(row["user"]))
            values = cleaned(row)
            if contest_id is None or user_id is None or values is None:
                raise BadRow(number)
            attempts.append(Attempt(contest_id=contest_id, user_id=user_id, **values))
        keys += [attempt.pk for attempt in Attempt.objects.bulk_create(attempts)]
    return keys
