"""Tasks own no people: each takes the next one, up to fifty times, with SKIP LOCKED."""

import random

from django.db import connection, models

from arena.accounts.models import User

PER_TASK = 50


class Busy(Exception): ...


class BadAddress(Exception): ...


class Mail(models.Model):
    mailing = models.CharField(max_length=50)
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    taken_by = models.PositiveIntegerField(null=True)
    is_done = models.BooleanField(default=False)

    class Meta:
        app_label = "mailings"
        constraints = [models.UniqueConstraint(fields=["mailing", "person"], name="one_mail")]
        indexes = [
            models.Index(
                fields=["mailing", "id"],
                condition=models.Q(taken_by__isnull=True),
                name="mails_waiting",
            )
        ]


MODELS = [Mail]  # get their tables


def start(mailing, enqueue):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO mailings_mail (mailing, person_id, is_done)"
            " SELECT %s, id, FALSE FROM accounts_user WHERE is_active"
            " AND NOT EXISTS (SELECT 1 FROM mailings_mail WHERE mailing = %s)"
            " ORDER BY id ON CONFLICT DO NOTHING",
            [mailing, mailing],
        )
    total = Mail.objects.filter(mailing=mailing).count()
    for number in range(-(-total // PER_TASK)):
        enqueue({"mailing": mailing, "number": number})


def take(mailing, number):
    """Return the next mail and its person, which nobody else gets from now on."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE mailings_mail SET taken_by = %s
            WHERE id = (
                SELECT id FROM mailings_mail
                WHERE mailing = %s AND taken_by IS NULL
                ORDER BY id LIMIT 1
                FOR UPDATE SKIP LOCKED
            )
            RETURNING id, person_id
            """,
            [number, mailing],
        )
        return cursor.fetchone()


def run(task, enqueue, send):
    mailing, number, in_a_row = task["mailing"], task["number"], task.get("in_a_row", 0)
    # What this task took before it was killed is not sent again.
    Mail.objects.filter(mailing=mailing, taken_by=number, is_done=False).update(is_done=True)
    for _ in range(PER_TASK):
        taken = take(mailing, number)
        if taken is None:
            return
        mail = Mail.objects.filter(pk=taken[0])
        if not User.objects.filter(pk=taken[1], is_active=True).exists():
            mail.update(is_done=True)
            continue
        try:
            send(mailing, taken[1])
        except Busy:
            mail.update(taken_by=None, is_done=False)
            in_a_row += 1
            enqueue(
                {"mailing": mailing, "number": number, "in_a_row": in_a_row},
                delay=random.random() * min(60, 2**in_a_row),
            )
            return
        except BadAddress:
            pass
        in_a_row = 0
        mail.update(is_done=True)


def progress(mailing):
    mails = Mail.objects.filter(mailing=mailing)
    return mails.filter(is_done=True).count(), mails.count()
