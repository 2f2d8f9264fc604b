"""slices: start() fetches all keys, in arrays."""

import random

from django.db import connection, models
from django.utils import timezone

from arena.accounts.models import User


class Busy(Exception): ...


class BadAddress(Exception): ...


class Mail(models.Model):
    mailing = models.CharField(max_length=50)
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "mailings"
        constraints = [models.UniqueConstraint(fields=["mailing", "person"], name="one_mail")]


MODELS = [Mail]  # get their tables


def start(mailing, enqueue):
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO mailings_mail (mailing, person_id)
            SELECT %s, id FROM accounts_user
            WHERE is_active AND NOT EXISTS (SELECT 1 FROM mailings_mail WHERE mailing = %s)
            ON CONFLICT DO NOTHING
            """,
            [mailing, mailing],
        )
        cursor.execute(
            """
            SELECT array_agg(person_id ORDER BY person_id)
            FROM (
                SELECT person_id, (row_number() OVER (ORDER BY person_id) - 1) / 50 AS slice
                FROM mailings_mail WHERE mailing = %s
            ) AS mails
            GROUP BY slice
            """,
            [mailing],
        )
        slices = [people for (people,) in cursor.fetchall()]
    for people in slices:
        enqueue({"mailing": mailing, "people": people, "busy": 0})


def run(task, enqueue, send):
    mailing, people, busy = task["mailing"], task["people"], task["busy"]
    Mail.objects.filter(
        mailing=mailing, person__in=people, begun_at__isnull=False, ended_at__isnull=True
    ).update(ended_at=timezone.now())
    for index, person_id in enumerate(people):
        mail = Mail.objects.filter(mailing=mailing, person_id=person_id)
        if not mail.filter(begun_at=None).update(begun_at=timezone.now()):
            continue
        if not User.objects.filter(pk=person_id, is_active=True).exists():
            mail.update(ended_at=timezone.now())
            continue
        try:
            send(mailing, person_id)
        except Busy:
            mail.update(begun_at=None, ended_at=None)
            again = {"mailing": mailing, "people": people[index:], "busy": busy + 1}
            enqueue(again, delay=random.uniform(0, min(60, 2 ** (busy + 1))))
            return
        except BadAddress:
            pass
        busy = 0
        mail.update(ended_at=timezone.now())


def progress(mailing):
    mails = Mail.objects.filter(mailing=mailing)
    return mails.filter(ended_at__isnull=False).count(), mails.count()
