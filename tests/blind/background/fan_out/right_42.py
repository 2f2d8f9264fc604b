"""Each slice is one row with an array of people. A session lock lets one task at a time work on a slice; a row for each person, committed before send(), is the claim."""

import random
from contextlib import contextmanager

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models, transaction
from django.db.models import F

SIZE = 50
LOCKS = 20260101  # the class of our advisory locks; the other number is the slice's key


class Busy(Exception): ...


class BadAddress(Exception): ...


class Mailing(models.Model):
    name = models.CharField(max_length=50, unique=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "mailings"


class Slice(models.Model):
    mailing = models.ForeignKey(Mailing, models.CASCADE, related_name="slices")
    people = ArrayField(models.BigIntegerField())

    class Meta:
        app_label = "mailings"


class Mail(models.Model):
    """Somebody's mail is being sent, or is finished: sent, refused, lost, or not wanted any more."""

    slice = models.ForeignKey(Slice, models.CASCADE, related_name="mails")
    person_id = models.BigIntegerField()
    finished = models.BooleanField(default=False)

    class Meta:
        app_label = "mailings"
        constraints = [models.UniqueConstraint(fields=["slice", "person_id"], name="one_mail")]


MODELS = [Mailing, Slice, Mail]  # get their tables

SLICES = """
    WITH made AS (
        INSERT INTO mailings_slice (mailing_id, people)
        SELECT %s, array_agg(id ORDER BY id)
        FROM (
            SELECT id, (row_number() OVER (ORDER BY id) - 1) / %s AS number
            FROM accounts_user WHERE is_active
        ) active
        GROUP BY number
        RETURNING cardinality(people) AS people
    )
    SELECT coalesce(sum(people), 0)::int FROM made
"""
CLAIM = """
    INSERT INTO mailings_mail (slice_id, person_id, finished)
    SELECT %s, id, false FROM accounts_user WHERE id = %s AND is_active
    ON CONFLICT DO NOTHING
"""
SKIP = """
    INSERT INTO mailings_mail (slice_id, person_id, finished) VALUES (%s, %s, true)
    ON CONFLICT DO NOTHING
"""


def start(mailing, enqueue):
    with transaction.atomic():
        row, is_new = Mailing.objects.get_or_create(name=mailing)
        if is_new:
            with connection.cursor() as cursor:
                cursor.execute(SLICES, [row.pk, SIZE])
                total = cursor.fetchone()[0]
            Mailing.objects.filter(pk=row.pk).update(total=total)
    keys = row.slices.order_by("pk").values_list("pk", flat=True)
    for key in keys.iterator(chunk_size=200):
        enqueue({"mailing": mailing, "slice": key, "busy": 0})


def run(task, enqueue, send):
    part = Slice.objects.get(pk=task["slice"])
    with _alone(part):
        busy = _send_rest(part, task, send)
    if busy:
        enqueue(task | {"busy": busy}, delay=random.random() * min(60, 2 ** min(busy, 6)))


def progress(mailing):
    try:
        row = Mailing.objects.only("done", "total").get(name=mailing)
    except Mailing.DoesNotExist:
        return 0, 0
    return row.done, row.total


def _send_rest(part, task, send):
    """Return how often Busy came in a row, up to now; 0 if nothing is left."""
    mails = dict(part.mails.values_list("person_id", "finished"))
    busy = task["busy"]
    for person in part.people:
        if person in mails:
            if not mails[person]:
                # Its task was killed, or else we would still wait for the lock. Maybe the mail
                # is sent, so nobody may try again.
                _finish(part, person)
            continue
        if not _affected(CLAIM, part.pk, person):
            with transaction.atomic():
                if _affected(SKIP, part.pk, person):
                    _count(part)
            continue
        try:
            send(task["mailing"], person)
        except Busy:
            part.mails.filter(person_id=person, finished=False).delete()
            return busy + 1
        except BadAddress:
            pass
        busy = 0
        _finish(part, person)
    return 0


def _finish(part, person):
    with transaction.atomic():
        if part.mails.filter(person_id=person, finished=False).update(finished=True):
            _count(part)


def _count(part):
    Mailing.objects.filter(pk=part.mailing_id).update(done=F("done") + 1)


def _affected(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


@contextmanager
def _alone(part):
    """Wait until no other task works on this slice. PostgreSQL frees the lock when a worker dies."""
    _affected("SELECT pg_advisory_lock(%s, %s)", LOCKS, part.pk)
    try:
        yield
    finally:
        _affected("SELECT pg_advisory_unlock(%s, %s)", LOCKS, part.pk)
