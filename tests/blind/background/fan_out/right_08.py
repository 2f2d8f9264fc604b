"""A row per slice, with arrays of those who wait and of those whose mail is being sent."""

import random

from django.db import connection, models

from arena.accounts.models import User


class Busy(Exception): ...


class BadAddress(Exception): ...


class Keys(models.Field):
    """An array of keys; only SQL reads and writes it."""

    def db_type(self, connection):
        return "bigint[]"


class Slice(models.Model):
    mailing = models.CharField(max_length=50, db_index=True)
    waiting = Keys()
    sending = Keys()
    done = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "mailings"


MODELS = [Slice]  # get their tables

SLICES = """
INSERT INTO mailings_slice (mailing, waiting, sending, done)
SELECT %s, array_agg(id::bigint ORDER BY id), '{}'::bigint[], 0
FROM (
    SELECT id, (row_number() OVER (ORDER BY id) - 1) / 50 AS number
    FROM accounts_user WHERE is_active
) AS people
WHERE NOT EXISTS (SELECT 1 FROM mailings_slice WHERE mailing = %s)
GROUP BY number
"""
SETTLE = """
UPDATE mailings_slice SET done = done + cardinality(sending), sending = '{}'
WHERE id = %s AND cardinality(sending) > 0
"""
TAKE = """
UPDATE mailings_slice SET waiting = waiting[2:], sending = array_append(sending, waiting[1])
WHERE id = %s AND cardinality(waiting) > 0
RETURNING sending[cardinality(sending)]
"""
FINISH = """
UPDATE mailings_slice SET sending = array_remove(sending, %s::bigint), done = done + 1
WHERE id = %s AND %s::bigint = ANY(sending)
"""
GIVE_BACK = """
UPDATE mailings_slice SET
    waiting = array_prepend(%s::bigint, waiting),
    done = done - CASE WHEN %s::bigint = ANY(sending) THEN 0 ELSE 1 END,
    sending = array_remove(sending, %s::bigint)
WHERE id = %s
"""
PROGRESS = """
SELECT COALESCE(sum(done), 0),
    COALESCE(sum(done + cardinality(waiting) + cardinality(sending)), 0)
FROM mailings_slice WHERE mailing = %s
"""


def start(mailing, enqueue):
    with connection.cursor() as cursor:
        cursor.execute(SLICES, [mailing, mailing])
    slices = Slice.objects.filter(mailing=mailing).order_by("pk").values_list("pk", flat=True)
    for pk in list(slices):
        enqueue({"mailing": mailing, "slice": pk, "busy": 0})


def run(task, enqueue, send):
    mailing, pk, busy = task["mailing"], task["slice"], task["busy"]
    with connection.cursor() as cursor:
        cursor.execute(SETTLE, [pk])
        for _ in range(50):
            cursor.execute(TAKE, [pk])
            row = cursor.fetchone()
            if row is None:
                return
            [person_id] = row
            if User.objects.filter(pk=person_id, is_active=True).exists():
                try:
                    send(mailing, person_id)
                except Busy:
                    cursor.execute(GIVE_BACK, [person_id, person_id, person_id, pk])
                    break
                except BadAddress:
                    pass
                busy = 0
            cursor.execute(FINISH, [person_id, pk, person_id])
        else:
            return
    busy += 1
    enqueue(
        {"mailing": mailing, "slice": pk, "busy": busy},
        delay=random.uniform(0, min(60, 2**busy)),
    )


def progress(mailing):
    with connection.cursor() as cursor:
        cursor.execute(PROGRESS, [mailing])
        done, total = cursor.fetchone()
    return int(done), int(total)
