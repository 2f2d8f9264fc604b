"""Right: a lock for each mail that is being sent, so that overlapping tasks share a slice.

Slices are ranges of keys of people. The copy of who is active is made inside the database, 250 people
with each statement.
"""

import random

from django.db import connection, models, transaction

from arena.accounts.models import User


class Busy(Exception): ...


class BadAddress(Exception): ...


class Mailing(models.Model):
    name = models.CharField(max_length=50, primary_key=True)
    total = models.BigIntegerField(default=0)
    done = models.BigIntegerField(default=0)

    class Meta:
        app_label = "mailings"


class Mail(models.Model):
    WAITING, SENDING, FINISHED = 0, 1, 2

    mailing = models.CharField(max_length=50)
    person = models.ForeignKey(User, models.DO_NOTHING, related_name="+", db_constraint=False)
    state = models.SmallIntegerField(default=WAITING, db_default=WAITING)

    class Meta:
        app_label = "mailings"
        constraints = [models.UniqueConstraint(fields=["mailing", "person"], name="one_mail")]


MODELS = [Mailing, Mail]  # get their tables

MAILS, MAILINGS, PEOPLE = Mail._meta.db_table, Mailing._meta.db_table, User._meta.db_table
COPY = f"""
    WITH mails AS (
        INSERT INTO {MAILS} (mailing, person_id, state)
        SELECT %s, id, 0 FROM {PEOPLE} WHERE is_active AND id > %s ORDER BY id LIMIT 250
        RETURNING person_id
    )
    SELECT count(*), max(person_id) FROM mails
"""
CLAIM = f"""
    UPDATE {MAILS} SET state = 1 WHERE id = %s AND state = 0
    AND EXISTS (SELECT 1 FROM {PEOPLE} p WHERE p.id = person_id AND p.is_active)
"""
FREE = f"UPDATE {MAILS} SET state = 0 WHERE id = %s AND state = 1"
FINISH = f"""
    WITH mails AS (UPDATE {MAILS} SET state = 2 WHERE id = %s AND state = %s RETURNING 1)
    UPDATE {MAILINGS} SET done = done + 1 WHERE name = %s AND EXISTS (SELECT 1 FROM mails)
"""
LOCK = "SELECT pg_try_advisory_lock(hashtextextended(%s, 0))"
UNLOCK = "SELECT pg_advisory_unlock(hashtextextended(%s, 0))"
PART = f"""
    SELECT max(person_id) FROM (
        SELECT person_id FROM {MAILS} WHERE mailing = %s AND person_id > %s
        ORDER BY person_id LIMIT 200
    ) part
"""

at_work = set()  # mails that this process is sending


def execute(sql, *params):
    """Return the first row of a query, or the number of rows of another statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchone() if cursor.description else cursor.rowcount


def start(mailing, enqueue):
    with transaction.atomic():
        _, is_new = Mailing.objects.get_or_create(name=mailing)
        if is_new:
            total, last = 0, 0
            while last is not None:
                number, last = execute(COPY, mailing, last)
                total += number
            Mailing.objects.filter(pk=mailing).update(total=total)
    last = 0
    while True:
        after, (last,) = last, execute(PART, mailing, last)
        if last is None:
            return
        enqueue({"kind": "slices", "mailing": mailing, "after": after})


def run(task, enqueue, send):
    if task["kind"] == "slices":
        slices(task["mailing"], task["after"], enqueue)
    else:
        mails(task, enqueue, send)


def slices(mailing, after, enqueue):
    """Enqueue at most four slices."""
    rows = Mail.objects.filter(mailing=mailing, person__gt=after).order_by("person_id")
    people = list(rows.values_list("person_id", flat=True)[:200])
    for i in range(0, len(people), 50):
        first, last = people[i], people[i : i + 50][-1]
        enqueue({"kind": "mails", "mailing": mailing, "first": first, "last": last, "busy": 0})


def mails(task, enqueue, send):
    mailing, busy = task["mailing"], task["busy"]
    rows = Mail.objects.filter(mailing=mailing, person__range=(task["first"], task["last"]))
    rows = rows.exclude(state=Mail.FINISHED).order_by("person_id").values_list("pk", "person_id")
    elsewhere = False
    for pk, person in list(rows[:50]):
        name = f"mailings.mail {pk}"
        if pk in at_work:
            continue
        if not execute(LOCK, name)[0]:
            elsewhere = True
            continue
        at_work.add(pk)
        again = False
        try:
            # Who has the lock and finds it begun knows that the one who began is dead.
            execute(FINISH, pk, Mail.SENDING, mailing)
            if execute(CLAIM, pk):
                try:
                    send(mailing, person)
                except Busy:
                    execute(FREE, pk)
                    again = True
                except BadAddress:
                    busy = 0
                    execute(FINISH, pk, Mail.SENDING, mailing)
                else:
                    busy = 0
                    execute(FINISH, pk, Mail.SENDING, mailing)
            else:
                execute(FINISH, pk, Mail.WAITING, mailing)
        finally:
            at_work.discard(pk)
            execute(UNLOCK, name)
        if again:  # now that the next worker can get the lock
            busy += 1
            delay = random.random() * min(60, 2 ** min(busy, 10))
            enqueue({**task, "busy": busy}, delay=delay)
            return
    if elsewhere:  # in another process, or in one that died a moment ago
        enqueue(task, delay=20)


def progress(mailing):
    row = Mailing.objects.filter(pk=mailing).first()
    return (row.done, row.total) if row else (0, 0)
