"""The row is locked while the mail is sent. A kill ends the lock, and the mail is sent again.

Breaks: once
Fails: killed
"""

from random import uniform

from django.db import connection, models, transaction
from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber

from arena.accounts.models import User

SLICE = 50


class Busy(Exception): ...


class BadAddress(Exception): ...


class Mail(models.Model):
    mailing = models.CharField(max_length=50)
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    is_waiting = models.BooleanField(default=True)

    class Meta:
        app_label = "mailings"
        constraints = [models.UniqueConstraint(fields=["mailing", "person"], name="one_mail")]


MODELS = [Mail]


def start(mailing, enqueue):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO mailings_mail (mailing, person_id, is_waiting)"
            " SELECT %s, id, %s FROM accounts_user WHERE is_active",
            [mailing, True],
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
    waiting = mails.filter(is_waiting=True).order_by("person")
    for key, person in waiting.values_list("pk", "person_id"):
        with transaction.atomic():
            mail = Mail.objects.filter(pk=key, is_waiting=True)
            if not mail.select_for_update(skip_locked=True).exists():
                continue
            is_busy = False
            if User.objects.filter(pk=person, is_active=True).exists():
                try:
                    send(task["mailing"], person)
                except BadAddress:
                    pass
                except Busy:
                    is_busy = True
            mail.update(is_waiting=is_busy)
        if is_busy:
            tries = task["tries"] + 1
            enqueue({**task, "tries": tries}, delay=uniform(0, min(60, 2**tries)))
            return


def progress(mailing):
    done = Count("pk", filter=Q(is_waiting=False))
    return tuple(
        Mail.objects.filter(mailing=mailing).aggregate(done=done, total=Count("pk")).values()
    )
