"""SQL throughout. A slice is a range of people; one UPDATE claims a mail or finds its person gone."""

import random

from django.db import connection, models

from arena.accounts.models import User

WAITING, SENDING, DONE = "w", "s", "d"


class Busy(Exception): ...


class BadAddress(Exception): ...


class Mail(models.Model):
    mailing = models.CharField(max_length=50)
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    state = models.CharField(max_length=1, default=WAITING, db_default=WAITING)

    class Meta:
        app_label = "mailings"
        constraints = [models.UniqueConstraint(fields=["mailing", "person"], name="one_mail")]


MODELS = [Mail]  # get their tables

INSERT = """
INSERT INTO mailings_mail (mailing, person_id, state)
SELECT %s, id, 'w' FROM accounts_user
WHERE is_active AND NOT EXISTS (SELECT 1 FROM mailings_mail WHERE mailing = %s)
ON CONFLICT (mailing, person_id) DO NOTHING
"""
RANGES = """
SELECT min(person_id), max(person_id)
FROM (
    SELECT person_id, (row_number() OVER (ORDER BY person_id) - 1) / 50 AS number
    FROM mailings_mail WHERE mailing = %s
) AS numbered
GROUP BY number ORDER BY number
"""
CLAIM = """
UPDATE mailings_mail SET state = CASE
    WHEN EXISTS (SELECT 1 FROM accounts_user u WHERE u.id = person_id AND u.is_active)
    THEN 's' ELSE 'd' END
WHERE id = %s AND state = 'w'
RETURNING state
"""


def _fetch(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def _execute(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def start(mailing, enqueue):
    _execute(INSERT, mailing, mailing)
    for first, last in _fetch(RANGES, mailing):
        enqueue({"mailing": mailing, "first": first, "last": last, "busy": 0})


def run(task, enqueue, send):
    where = (task["mailing"], task["first"], task["last"])
    _execute(
        "UPDATE mailings_mail SET state = 'd'"
        " WHERE mailing = %s AND person_id BETWEEN %s AND %s AND state = 's'",
        *where,
    )
    mails = _fetch(
        "SELECT id, person_id FROM mailings_mail"
        " WHERE mailing = %s AND person_id BETWEEN %s AND %s AND state = 'w'"
        " ORDER BY person_id",
        *where,
    )
    busy = task["busy"]
    for mail_id, person_id in mails:
        if _fetch(CLAIM, mail_id) != [(SENDING,)]:
            continue
        try:
            send(task["mailing"], person_id)
        except BadAddress:
            busy, state = 0, DONE
        except Busy:
            busy, state = busy + 1, WAITING
        else:
            busy, state = 0, DONE
        _execute("UPDATE mailings_mail SET state = %s WHERE id = %s", state, mail_id)
        if state == WAITING:
            enqueue(task | {"busy": busy}, delay=random.uniform(0, min(60, 2**busy)))
            return


def progress(mailing):
    rows = _fetch(
        "SELECT count(*) FILTER (WHERE state = 'd'), count(*) FROM mailings_mail"
        " WHERE mailing = %s",
        mailing,
    )
    return rows[0]
