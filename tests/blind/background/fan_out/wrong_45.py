"""all

start() only enqueues a task that copies the people later. It shows for people who become active or inactive between start() and
that task: who joins gets the mail and is counted, and the total isn't that of start().
"""

import random
import secrets
from contextlib import contextmanager

from django.db import connection, models, transaction
from django.db.models import F

from arena.accounts.models import User

SLICE = 50
SPACE = 0x6E657773  # of our advisory locks
PENDING, SENDING, DONE = range(3)


class Busy(Exception): ...


class BadAddress(Exception): ...


class Mailing(models.Model):
    name = models.CharField(max_length=50, unique=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    is_copied = models.BooleanField(default=False)

    class Meta:
        app_label = "mailings"


class Mail(models.Model):
    """One person of start(). Not a foreign key: who is deleted needs no mail, but still counts."""

    mailing = models.ForeignKey(Mailing, models.CASCADE, related_name="+")
    person_id = models.BigIntegerField()
    slice = models.PositiveIntegerField()
    state = models.PositiveSmallIntegerField(default=PENDING)
    runner = models.IntegerField(default=0)

    class Meta:
        app_label = "mailings"
        constraints = [models.UniqueConstraint(fields=["mailing", "person_id"], name="one_mail")]
        indexes = [models.Index(fields=["mailing", "slice"], name="mails_of_a_slice")]


MODELS = [Mailing, Mail]  # get their tables

COPY = """
    WITH copied AS (
        INSERT INTO mailings_mail (mailing_id, person_id, slice, state, runner)
        SELECT %s, id, (row_number() OVER (ORDER BY id) - 1) / %s, 0, 0
        FROM accounts_user WHERE is_active
        RETURNING 1
    )
    SELECT count(*) FROM copied
"""

CLAIM = """
    UPDATE mailings_mail SET state = 1, runner = %s WHERE id = %s AND state = 0
    RETURNING EXISTS (SELECT FROM accounts_user WHERE id = person_id AND is_active)
"""

OWNER = """
    SELECT pid = pg_backend_pid() FROM pg_locks
    WHERE locktype = 'advisory' AND classid::bigint = %s AND objid::bigint = %s
      AND objsubid = 2 AND granted
"""

_running = set()  # this process's runners


def start(mailing, enqueue):
    total = User.objects.filter(is_active=True).count()
    Mailing.objects.get_or_create(name=mailing, defaults={"total": total})
    enqueue({"mailing": mailing, "slice": None, "busy": 0})  # the copy may take a while


def _copy(mailing, enqueue):
    with transaction.atomic():
        row = Mailing.objects.select_for_update().get(name=mailing)
        if not row.is_copied:  # or else the task came twice
            (row.total,) = _row(COPY, row.pk, SLICE)
            row.is_copied = True
            row.save(update_fields=["total", "is_copied"])
    for number in range(-(-row.total // SLICE)):
        enqueue({"mailing": mailing, "slice": number, "busy": 0})


def run(task, enqueue, send):
    if task["slice"] is None:
        _copy(task["mailing"], enqueue)
        return
    mailing = Mailing.objects.only("name").get(name=task["mailing"])
    with _runner() as runner:
        busy = _work(mailing, task, runner, send)
    if busy:
        delay = random.uniform(0, min(60, 2 ** min(busy, 6)))
        enqueue({**task, "busy": busy}, delay=delay)


def progress(mailing):
    row = Mailing.objects.filter(name=mailing).values_list("done", "total").first()
    return row or (0, 0)


def _work(mailing, task, runner, send):
    """Send what is left of a slice; return how often Busy came in a row, or 0 at the end."""
    left = Mail.objects.filter(
        mailing=mailing, slice=task["slice"], state__in=[PENDING, SENDING]
    ).order_by("person_id")
    busy = task["busy"]
    for key, person, state, owner in list(left.values_list("pk", "person_id", "state", "runner")):
        mail = Mail.objects.filter(pk=key)
        if state == SENDING:
            # Another task's. If it lives, it goes on; if it was killed, nobody knows what
            # happened to this mail, and nobody may send it again.
            if not _is_alive(owner):
                _finish(mailing, mail.filter(state=SENDING, runner=owner))
            continue
        claimed = _row(CLAIM, runner, key)
        if not claimed:
            continue  # another task has it
        mine = mail.filter(state=SENDING, runner=runner)
        (is_active,) = claimed
        if not is_active:
            _finish(mailing, mine)
            continue
        try:
            send(task["mailing"], person)
        except Busy:
            mine.update(state=PENDING, runner=0)
            return busy + 1
        except BadAddress:
            pass
        busy = 0
        _finish(mailing, mine)
    return 0


def _finish(mailing, mail):
    with transaction.atomic():
        if mail.update(state=DONE):
            Mailing.objects.filter(pk=mailing.pk).update(done=F("done") + 1)


@contextmanager
def _runner():
    """Yield a number that is locked by this session for as long as the task, or its session, lives."""
    number = 1 + secrets.randbelow(2**31 - 1)
    _row("SELECT pg_advisory_lock(%s, %s)", SPACE, number)
    _running.add(number)
    try:
        yield number
    finally:
        _running.discard(number)
        _row("SELECT pg_advisory_unlock(%s, %s)", SPACE, number)


def _is_alive(runner):
    owner = _row(OWNER, SPACE, runner)
    if owner is None:
        return False
    (is_mine,) = owner
    return runner in _running if is_mine else True


def _row(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()
