"""The mails are a list of what is left: done is the total without them."""

import random

from django.db import connection, models, transaction

from arena.accounts.models import User


class Busy(Exception): ...


class BadAddress(Exception): ...


class Mailing(models.Model):
    name = models.CharField(max_length=50, primary_key=True)
    total = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "mailings"


class Mail(models.Model):
    mailing = models.CharField(max_length=50)
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    part = models.PositiveIntegerField()
    is_begun = models.BooleanField(default=False)

    class Meta:
        app_label = "mailings"
        constraints = [models.UniqueConstraint(fields=["mailing", "person"], name="one_mail")]


MODELS = [Mailing, Mail]  # get their tables


def start(mailing, enqueue):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO mailings_mailing (name, total) VALUES (%s, 0) ON CONFLICT DO NOTHING",
            [mailing],
        )
        if cursor.rowcount:
            cursor.execute(
                """
                INSERT INTO mailings_mail (mailing, person_id, part, is_begun)
                SELECT %s, id, (row_number() OVER (ORDER BY id) - 1) / 50, FALSE
                FROM accounts_user WHERE is_active
                """,
                [mailing],
            )
            Mailing.objects.filter(pk=mailing).update(total=cursor.rowcount)
    total = Mailing.objects.get(pk=mailing).total
    for part in range((total + 49) // 50):
        enqueue({"mailing": mailing, "part": part, "busy": 0})


def run(task, enqueue, send):
    mailing, part, busy = task["mailing"], task["part"], task["busy"]
    left = Mail.objects.filter(mailing=mailing, part=part)
    # The worker of these was killed, or crosses them out itself in a moment.
    left.filter(is_begun=True).delete()
    for person_id in list(left.order_by("person_id").values_list("person_id", flat=True)):
        mail = left.filter(person_id=person_id)
        if mail.filter(is_begun=False).update(is_begun=True) == 0:
            continue
        if User.objects.filter(pk=person_id, is_active=True).exists():
            try:
                send(mailing, person_id)
            except Busy:
                put_back(mailing, part, person_id)
                busy += 1
                enqueue(
                    {"mailing": mailing, "part": part, "busy": busy},
                    delay=random.uniform(0, min(60, 2**busy)),
                )
                return
            except BadAddress:
                pass
            busy = 0
        mail.filter(is_begun=True).delete()


def put_back(mailing, part, person_id):
    """Let the mail wait again, also if another worker has crossed it out."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO mailings_mail (mailing, person_id, part, is_begun)
            VALUES (%s, %s, %s, FALSE)
            ON CONFLICT (mailing, person_id) DO UPDATE SET is_begun = FALSE
            """,
            [mailing, person_id, part],
        )


def progress(mailing):
    left = Mail.objects.filter(mailing=mailing).count()
    total = Mailing.objects.filter(pk=mailing).values_list("total", flat=True).first() or 0
    return total - left, total
