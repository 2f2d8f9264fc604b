"""A claim ends after a quarter of an hour. A mail server may need longer for a mail.

Breaks: once
Fails: twice
"""

from datetime import timedelta
from random import uniform

from django.db import connection, models
from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from arena.accounts.models import User

SLICE = 50


class Busy(Exception): ...


class BadAddress(Exception): ...


class Mail(models.Model):
    mailing = models.CharField(max_length=50)
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    is_waiting = models.BooleanField(default=True)
    is_sent = models.BooleanField(default=False)
    claimed_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "mailings"
        constraints = [models.UniqueConstraint(fields=["mailing", "person"], name="one_mail")]


MODELS = [Mail]


def start(mailing, enqueue):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO mailings_mail (mailing, person_id, is_waiting, is_sent)"
            " SELECT %s, id, %s, NOT %s FROM accounts_user WHERE is_active",
            [mailing, True, True],
        )
    numbered = Mail.objects.filter(mailing=mailing).annotate(
        number=Window(RowNumber(), order_by="person")
    )
    first = numbered.annotate(place=F("number") % SLICE).filter(place=1)
    # The last slice has no end.
    ends = [*first.order_by("person").values_list("person_id", flat=True), 2**63 - 1]
    for low, high in zip(ends, ends[1:]):
        enqueue({"mailing": mailing, "low": low, "high": high, "tries": 0})


def run(task, enqueue, send):
    mails = Mail.objects.filter(
        mailing=task["mailing"], person__gte=task["low"], person__lt=task["high"]
    )
    late = timezone.now() - timedelta(minutes=15)
    mails.filter(is_sent=False, claimed_at__lt=late).update(is_waiting=True, claimed_at=None)
    waiting = mails.filter(is_waiting=True).order_by("person")
    tries = task["tries"]
    for key, person in waiting.values_list("pk", "person_id"):
        # The claim is committed before the mail is sent, and only one worker gets it.
        free = Mail.objects.filter(pk=key, is_waiting=True)
        if not free.update(is_waiting=False, claimed_at=timezone.now()):
            continue
        if not User.objects.filter(pk=person, is_active=True).exists():
            continue
        try:
            send(task["mailing"], person)
        except BadAddress:
            pass
        except Busy:
            Mail.objects.filter(pk=key).update(is_waiting=True)
            tries += 1
            enqueue({**task, "tries": tries}, delay=uniform(0, min(60, 2**tries)))
            return
        Mail.objects.filter(pk=key).update(is_sent=True)
        tries = 0


def progress(mailing):
    done = Count("pk", filter=Q(is_waiting=False))
    return tuple(
        Mail.objects.filter(mailing=mailing).aggregate(done=done, total=Count("pk")).values()
    )
