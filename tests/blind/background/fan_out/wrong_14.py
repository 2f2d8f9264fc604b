"""Wrong, retry: n counts all Busy of a slice, and not those in a row: a mail that is sent does not end it."""

import random
import time
from contextlib import contextmanager

from django.db import connection, models, transaction
from django.db.models import Exists, F, OuterRef

from arena.accounts.models import User

SLICE = 50
SLICES = 100  # that one task enqueues
HELD = set()


class Busy(Exception): ...


class BadAddress(Exception): ...


class Mailing(models.Model):
    name = models.CharField(max_length=50, unique=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "mailings"


class Mail(models.Model):
    mailing = models.CharField(max_length=50)
    # No constraint, and nothing cascades: who is deleted still counts as one of start()'s people.
    person = models.ForeignKey(User, models.DO_NOTHING, db_constraint=False, related_name="+")
    slice = models.PositiveIntegerField(default=0, db_default=0)
    state = models.CharField(max_length=7, default="waiting", db_default="waiting")

    class Meta:
        app_label = "mailings"
        constraints = [models.UniqueConstraint(fields=["mailing", "person"], name="one_mail")]
        indexes = [models.Index(fields=["mailing", "slice"], name="mails_of_a_slice")]


MODELS = [Mailing, Mail]  # get their tables

COPY = f"""
    INSERT INTO {Mail._meta.db_table} (mailing, person_id, slice, state)
    SELECT %s, id, (row_number() OVER (ORDER BY id) - 1) / {SLICE}, 'waiting'
    FROM {User._meta.db_table} WHERE is_active
"""


def start(mailing, enqueue):
    with transaction.atomic():
        row, is_new = Mailing.objects.get_or_create(name=mailing)
        if is_new:
            with connection.cursor() as cursor:
                cursor.execute(COPY, [mailing])
                row.total = cursor.rowcount
            row.save(update_fields=["total"])
    for first in range(0, -(-row.total // SLICE), SLICES):
        enqueue({"mailing": mailing, "first": first})


def run(task, enqueue, send):
    if "first" in task:
        fan_out(task, enqueue)
        return
    busy = 0
    with alone(f"{task['mailing']}/{task['slice']}") as mine:
        if mine:
            busy = deliver(task, send)
    # Enqueued without the lock, which the next worker is going to need.
    if busy:
        delay = random.uniform(0, min(60, 2 ** min(busy, 6)))
        enqueue({**task, "busy": busy}, delay=delay)
    elif mine is None:  # a dead worker's connection can outlive it for a while
        enqueue(task, delay=30)


def fan_out(task, enqueue):
    name, first = task["mailing"], task["first"]
    total = Mailing.objects.values_list("total", flat=True).get(name=name)
    for number in range(first, min(first + SLICES, -(-total // SLICE))):
        enqueue({"mailing": name, "slice": number, "busy": 0})


@contextmanager
def alone(name):
    """Yield True for the only worker with this name, False beside one of this process, or None."""
    if name in HELD:
        yield False
        return
    for _ in range(10):
        if locks("pg_try_advisory_lock", name):
            break
        time.sleep(0.1)
    else:
        yield False if name in HELD else None
        return
    HELD.add(name)
    try:
        yield True
    finally:
        HELD.discard(name)
        try:
            locks("pg_advisory_unlock", name)
        except Exception:
            connection.close()  # which frees the lock too
            raise


def locks(function, name):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(hashtextextended(%s, 0))", [name])
        return cursor.fetchone()[0]


def deliver(task, send):
    """Send to all who wait, and return 0; or return how often in a row it was busy."""
    name, busy = task["mailing"], task["busy"]
    mails = Mail.objects.filter(mailing=name, slice=task["slice"])
    settle(name, mails.filter(state="sending"), "lost")
    waiting = mails.filter(state="waiting").order_by("person_id")
    for pk, person_id in list(waiting.values_list("pk", "person_id")):
        if not claim(pk):
            settle(name, Mail.objects.filter(pk=pk, state="waiting"), "skipped")
            continue
        try:
            send(name, person_id)
        except Busy:
            Mail.objects.filter(pk=pk, state="sending").update(state="waiting")
            return busy + 1
        except BadAddress:
            pass
        settle(name, Mail.objects.filter(pk=pk, state="sending"), "done")
    return 0


def claim(pk):
    active = User.objects.filter(pk=OuterRef("person_id"), is_active=True)
    waiting = Mail.objects.filter(Exists(active), pk=pk, state="waiting")
    return waiting.update(state="sending") == 1


def settle(name, mails, state):
    """Mark mails that need no more work, and count them, together."""
    with transaction.atomic():
        number = mails.update(state=state)
        if number:
            Mailing.objects.filter(name=name).update(done=F("done") + number)


def progress(mailing):
    rows = Mailing.objects.filter(name=mailing).values_list("done", "total")
    return rows.first() or (0, 0)
