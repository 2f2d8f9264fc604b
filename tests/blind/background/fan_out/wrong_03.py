"""Breaks "once": the mail is sent inside the transaction that marks it, so after a kill the mark is
rolled back and the mail is sent again.
"""

import random

from django.db import connection, models, transaction

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
    mails = Mail.objects.filter(mailing=mailing, slice=task["slice"], state=Mail.State.WAITING)
    for pk in list(mails.order_by("person_id").values_list("pk", flat=True)):
        try:
            with transaction.atomic():
                mail = mails.select_for_update(skip_locked=True).filter(pk=pk).first()
                if mail is None:
                    continue
                if User.objects.filter(pk=mail.person_id, is_active=True).exists():
                    try:
                        send(mailing, mail.person_id)
                    except BadAddress:
                        pass
                    busy = 0
                mail.state = Mail.State.DONE
                mail.save(update_fields=["state"])
        except Busy:
            busy += 1
            delay = random.uniform(0, min(60, 2**busy))
            enqueue({**task, "busy": busy}, delay=delay)
            return


def progress(mailing):
    mails = Mail.objects.filter(mailing=mailing)
    return mails.filter(state=Mail.State.DONE).count(), mails.count()
