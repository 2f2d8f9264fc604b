"""Right: an importer class with a buffer that is flushed every 200 rows, the three queries for each flush."""

from django.core.exceptions import ValidationError
from django.db import transaction

from arena.accounts.models import User
from arena.contests.models import Attempt, Contest


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


class Importer:
    """Collects rows, and writes them two hundred at a time."""

    size = 200

    def __init__(self):
        self.waiting = []
        self.keys = []

    def add(self, number, row):
        self.waiting.append((number, name_of(row["contest"]), name_of(row["user"]), cleaned(row)))
        if len(self.waiting) >= self.size:
            self.flush()

    def flush(self):
        if not self.waiting:
            return
        slugs = {slug for _, slug, _, _ in self.waiting if slug is not None}
        names = {name for _, _, name, _ in self.waiting if name is not None}
        contests = {contest.slug: contest for contest in Contest.objects.filter(slug__in=slugs)}
        users = {
            user.username: user
            for user in User.objects.filter(username__in=names).only("username")
        }
        attempts = []
        for number, slug, name, values in self.waiting:
            if slug not in contests or name not in users or values is None:
                raise BadRow(number)
            attempts.append(Attempt(contest=contests[slug], user=users[name], **values))
        Attempt.objects.bulk_create(attempts)
        self.keys.extend(attempt.pk for attempt in attempts)
        self.waiting.clear()


def import_results(rows):
    importer = Importer()
    with transaction.atomic():
        for number, row in enumerate(rows, 1):
            importer.add(number, row)
        importer.flush()
    return importer.keys
