"""Two tables: who is to get the mailing, and a claim that is inserted before the mail is sent."""

import random

from django.db import IntegrityError, connection, models, transaction

from arena.accounts.models import User


class Busy(Exception): ...


class BadAddress(Exception): ...


class Recipient(models.Model):
    mailing = models.CharField(max_length=50)
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    part = models.PositiveIntegerField()

    class Meta:
        app_label = "mailings"
        constraints = [models.UniqueConstraint(fields=["mailing", "person"], name="one_part")]


class Mail(models.Model):
    mailing = models.CharField(max_length=50)
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    is_done = models.BooleanField(default=False)

    class Meta:
        app_label = "mailings"
        constraints = [models.UniqueConstraint(fields=["mailing", "person"], name="one_mail")]


MODELS = [Recipient, Mail]  # get their tables


def start(mailing, enqueue):
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO mailings_recipient (mailing, person_id, part)
            SELECT %s, id, (row_number() OVER (ORDER BY id) - 1) / 50
            FROM accounts_user
            WHERE is_active AND NOT EXISTS (SELECT 1 FROM mailings_recipient WHERE mailing = %s)
            ON CONFLICT DO NOTHING
            """,
            [mailing, mailing],
        )
    last = Recipient.objects.filter(mailing=mailing).aggregate(last=models.Max("part"))["last"]
    if last is not None:
        for part in range(last + 1):
            enqueue({"mailing": mailing, "part": part, "busy": 0})


def _claim(mailing, person_id):
    try:
        with transaction.atomic():
            Mail.objects.create(mailing=mailing, person_id=person_id)
    except IntegrityError:
        return False
    return True


def _finish(mailing, person_id):
    Mail.objects.filter(mailing=mailing, person_id=person_id).update(is_done=True)


def run(task, enqueue, send):
    mailing, busy = task["mailing"], task["busy"]
    people = list(
        Recipient.objects.filter(mailing=mailing, part=task["part"])
        .order_by("person_id")
        .values_list("person_id", flat=True)
    )
    Mail.objects.filter(mailing=mailing, person_id__in=people, is_done=False).update(is_done=True)
    for person_id in people:
        if not _claim(mailing, person_id):
            continue
        if User.objects.filter(pk=person_id, is_active=True).exists():
            try:
                send(mailing, person_id)
            except Busy:
                Mail.objects.filter(mailing=mailing, person_id=person_id).delete()
                busy += 1
                enqueue(
                    {"mailing": mailing, "part": task["part"], "busy": busy},
                    delay=random.uniform(0, min(60, 2**busy)),
                )
                return
            except BadAddress:
                pass
            busy = 0
        _finish(mailing, person_id)


def progress(mailing):
    return (
        Mail.objects.filter(mailing=mailing, is_done=True).count(),
        Recipient.objects.filter(mailing=mailing).count(),
    )
