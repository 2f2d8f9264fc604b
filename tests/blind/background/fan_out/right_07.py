"""A row per mailing keeps the total; mails have no foreign key, and a state of one letter."""

import random

from django.db import connection, models, transaction

from arena.accounts.models import User


class Busy(Exception): ...


class BadAddress(Exception): ...


class Mailing(models.Model):
    name = models.CharField(max_length=50, unique=True)
    total = models.PositiveIntegerField()

    class Meta:
        app_label = "mailings"


class Mail(models.Model):
    mailing = models.CharField(max_length=50)
    person_id = models.BigIntegerField()
    chunk = models.PositiveIntegerField()
    state = models.CharField(max_length=1, default="N")  # New, Begun, Over

    class Meta:
        app_label = "mailings"
        constraints = [models.UniqueConstraint(fields=["mailing", "person_id"], name="one_mail")]


MODELS = [Mailing, Mail]  # get their tables


@transaction.atomic
def _freeze(mailing):
    _, is_new = Mailing.objects.get_or_create(name=mailing, defaults={"total": 0})
    if not is_new:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO mailings_mail (mailing, person_id, chunk, state)
            SELECT %s, id, ceil(row_number() OVER (ORDER BY id) / 50.0)::integer, 'N'
            FROM accounts_user WHERE is_active
            """,
            [mailing],
        )
        total = cursor.rowcount
    Mailing.objects.filter(name=mailing).update(total=total)


def start(mailing, enqueue):
    _freeze(mailing)
    total = Mailing.objects.values_list("total", flat=True).get(name=mailing)
    for chunk in range(1, (total + 49) // 50 + 1):
        enqueue({"mailing": mailing, "chunk": chunk, "busy": 0})


def _move(pk, old, new):
    return Mail.objects.filter(pk=pk, state__in=list(old)).update(state=new) == 1


def run(task, enqueue, send):
    chunk = Mail.objects.filter(mailing=task["mailing"], chunk=task["chunk"])
    chunk.filter(state="B").update(state="O")
    busy = task["busy"]
    for mail in list(chunk.filter(state="N").order_by("pk")):
        if not _move(mail.pk, "N", "B"):
            continue
        outcome = _send(mail, send)
        if outcome == "busy":
            _move(mail.pk, "BO", "N")
            busy += 1
            longest = min(60, 2 ** min(busy, 6))
            enqueue({**task, "busy": busy}, delay=random.uniform(0, longest))
            return
        if outcome == "sent":
            busy = 0
        _move(mail.pk, "B", "O")


def _send(mail, send):
    if not User.objects.filter(pk=mail.person_id, is_active=True).exists():
        return "left out"
    try:
        send(mail.mailing, mail.person_id)
    except Busy:
        return "busy"
    except BadAddress:
        return "sent"
    return "sent"


def progress(mailing):
    total = Mailing.objects.filter(name=mailing).values_list("total", flat=True).first()
    return Mail.objects.filter(mailing=mailing, state="O").count(), total or 0
