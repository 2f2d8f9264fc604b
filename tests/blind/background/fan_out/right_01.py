"""A row per person with a state and the number of its slice; every claim is an UPDATE of its own."""

import random

from django.db import connection, models

from arena.accounts.models import User

SLICE = 50


class Busy(Exception): ...


class BadAddress(Exception): ...


class Mail(models.Model):
    class State(models.IntegerChoices):
        WAITING = 0
        SENDING = 1
        DONE = 2

    mailing = models.CharField(max_length=50)
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    slice = models.PositiveIntegerField()
    state = models.PositiveSmallIntegerField(choices=State, default=State.WAITING)

    class Meta:
        app_label = "mailings"
        constraints = [models.UniqueConstraint(fields=["mailing", "person"], name="one_mail")]
        indexes = [models.Index(fields=["mailing", "slice", "state"], name="mails_of_slice")]


MODELS = [Mail]  # get their tables


def start(mailing, enqueue):
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO mailings_mail (mailing, person_id, slice, state)
            SELECT %s, id, (row_number() OVER (ORDER BY id) - 1) / %s, 0
            FROM accounts_user
            WHERE is_active AND NOT EXISTS (SELECT 1 FROM mailings_mail WHERE mailing = %s)
            ON CONFLICT DO NOTHING
            """,
            [mailing, SLICE, mailing],
        )
    slices = Mail.objects.filter(mailing=mailing).values_list("slice", flat=True).distinct()
    for number in list(slices.order_by("slice")):
        enqueue({"mailing": mailing, "slice": number, "busy": 0})


def run(task, enqueue, send):
    mailing, busy = task["mailing"], task["busy"]
    mails = Mail.objects.filter(mailing=mailing, slice=task["slice"])
    # A task that was killed left this. One that is still sending writes its own state behind it.
    mails.filter(state=Mail.State.SENDING).update(state=Mail.State.DONE)
    waiting = mails.filter(state=Mail.State.WAITING).order_by("person_id")
    for pk, person_id in list(waiting.values_list("pk", "person_id")):
        mail = Mail.objects.filter(pk=pk)
        if not mail.filter(state=Mail.State.WAITING).update(state=Mail.State.SENDING):
            continue
        if User.objects.filter(pk=person_id, is_active=True).exists():
            try:
                send(mailing, person_id)
            except Busy:
                busy += 1
                mail.update(state=Mail.State.WAITING)
                delay = random.uniform(0, min(60, 2**busy))
                enqueue({**task, "busy": busy}, delay=delay)
                return
            except BadAddress:
                pass
            busy = 0
        mail.update(state=Mail.State.DONE)


def progress(mailing):
    mails = Mail.objects.filter(mailing=mailing)
    return mails.filter(state=Mail.State.DONE).count(), mails.count()
