"""Right: each slice is a row with a position in it, and the worker that has its lock goes on from there."""

from contextlib import ExitStack
from random import SystemRandom

from django.db import connection, models, transaction
from django.db.models import F

from arena.accounts.models import User

SIZE = 50
uniform = SystemRandom().uniform


class Busy(Exception): ...


class BadAddress(Exception): ...


class Mailing(models.Model):
    name = models.CharField(max_length=50, unique=True)
    total = models.IntegerField(default=0)
    done = models.IntegerField(default=0)
    enqueued = models.IntegerField(default=0)  # the last slice that certainly is

    class Meta:
        app_label = "mailings"


class Mail(models.Model):
    """One of the people of a mailing, and the place, from 0, that he or she has in it."""

    mailing = models.CharField(max_length=50)
    person = models.ForeignKey(User, models.DO_NOTHING, related_name="+", db_constraint=False)
    place = models.IntegerField(default=0)

    class Meta:
        app_label = "mailings"
        constraints = [
            models.UniqueConstraint(fields=["mailing", "person"], name="one_mail"),
            models.UniqueConstraint(fields=["mailing", "place"], name="one_place"),
        ]


class Slice(models.Model):
    """How far the mailing has come between two places; is_begun: the mail at `at` is on its way."""

    mailing = models.ForeignKey(Mailing, models.CASCADE, related_name="slices")
    number = models.IntegerField()
    at = models.IntegerField()
    end = models.IntegerField()
    is_begun = models.BooleanField(default=False)

    class Meta:
        app_label = "mailings"
        constraints = [models.UniqueConstraint(fields=["mailing", "number"], name="one_slice")]


MODELS = [Mailing, Mail, Slice]  # get their tables


def start(mailing, enqueue):
    with transaction.atomic():
        row, is_new = Mailing.objects.get_or_create(name=mailing)
        if is_new:
            with connection.cursor() as cursor:
                cursor.execute(
                    f"INSERT INTO {Mail._meta.db_table} (mailing, person_id, place)"
                    " SELECT %s, id, row_number() OVER (ORDER BY id) - 1"
                    f" FROM {User._meta.db_table} WHERE is_active",
                    [mailing],
                )
                Mailing.objects.filter(pk=row.pk).update(total=cursor.rowcount)
    enqueue({"mailing": row.pk, "slice": 0})


def run(task, enqueue, send):
    """Enqueue the next slice, if nobody has, and then send the mails of this one."""
    mailing = Mailing.objects.get(pk=task["mailing"])
    number = task["slice"]
    end = min(number * SIZE + SIZE, mailing.total)
    if number * SIZE >= mailing.total:
        return
    if end < mailing.total and number >= mailing.enqueued:
        enqueue({"mailing": mailing.pk, "slice": number + 1})
        behind = Mailing.objects.filter(pk=mailing.pk, enqueued=number)
        behind.update(enqueued=number + 1)
    with ExitStack() as stack:
        lock = Lock(mailing.pk, number)
        if not lock.acquire():
            if not lock.is_ours():
                enqueue({**task, "busy": task.get("busy", 0)}, delay=10)
            return
        stack.callback(lock.release)
        part, _ = Slice.objects.get_or_create(
            mailing=mailing, number=number, defaults={"at": number * SIZE, "end": end}
        )
        busy = work(mailing, part, task.get("busy", 0), send)
    if busy:  # enqueued without the lock, which the next worker is going to need
        longest = 60 if busy > 5 else 2**busy
        enqueue({**task, "busy": busy}, delay=uniform(0, longest))


class Lock:
    """Frees itself when its worker dies, since it is the connection's."""

    ours = set()

    def __init__(self, *numbers):
        self.numbers = numbers

    def is_ours(self):
        return self.numbers in self.ours

    def acquire(self):
        if self.is_ours() or not self.call("pg_try_advisory_lock"):
            return False
        self.ours.add(self.numbers)
        return True

    def release(self):
        self.ours.discard(self.numbers)
        self.call("pg_advisory_unlock")

    def call(self, function):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}(%s::bigint * 1048576 + %s)", self.numbers)
            return cursor.fetchone()[0]


def rows(part, at, is_begun):
    return Slice.objects.filter(pk=part.pk, at=at, is_begun=is_begun)


def step(part, at, is_begun):
    """Leave the place for good: it is mailed, or lost, or its person is not active."""
    with transaction.atomic():
        if rows(part, at, is_begun).update(at=at + 1, is_begun=False):
            Mailing.objects.filter(pk=part.mailing_id).update(done=F("done") + 1)


def work(mailing, part, busy, send):
    """Go on in a slice; return how often in a row it was busy, or 0 at its end."""
    first = part.at
    if part.is_begun:  # by somebody who died
        step(part, first, True)
        first += 1
    for at in range(first, part.end):
        mails = Mail.objects.filter(mailing=mailing.name, place=at)
        person_id = mails.values_list("person_id", flat=True).get()
        if not User.objects.filter(pk=person_id, is_active=True).exists():
            step(part, at, False)
            continue
        if not rows(part, at, False).update(is_begun=True):
            return 0  # the lock was lost with its connection, and somebody else goes on
        try:
            send(mailing.name, person_id)
        except Busy:
            rows(part, at, True).update(is_begun=False)
            return busy + 1
        except BadAddress:
            pass
        step(part, at, True)
        busy = 0
    return 0


def progress(mailing):
    found = Mailing.objects.filter(name=mailing).values_list("done", "total")
    return next(iter(found), (0, 0))
