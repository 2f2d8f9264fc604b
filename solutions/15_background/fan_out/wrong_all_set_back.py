"""After Busy every mail of the slice that is being sent is set back, another task's too.

Breaks: once
Fails: twice
"""

from random import random

from django.db import connection, models, transaction
from django.db.models import Count, F, Max, Q

from arena.accounts.models import User

WAITING, SENDING, SENT, BAD, GONE = range(5)


class Busy(Exception): ...


class BadAddress(Exception): ...


class Mail(models.Model):
    mailing = models.CharField(max_length=50)
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    part = models.PositiveIntegerField()
    state = models.PositiveSmallIntegerField(default=WAITING)
    tries = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "mailings"
        constraints = [models.UniqueConstraint(fields=["mailing", "person"], name="one_mail")]
        indexes = [models.Index(fields=["mailing", "part"], name="mails_of_a_part")]


MODELS = [Mail]


def start(mailing, enqueue):
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO mailings_mail (mailing, person_id, part, state, tries)"
                " SELECT %s, id, (row_number() OVER (ORDER BY id) - 1) / 40, 0, 0"
                " FROM accounts_user WHERE is_active",
                [mailing],
            )
        last = Mail.objects.filter(mailing=mailing).aggregate(last=Max("part"))["last"]
        for part in range(-1 if last is None else last + 1):
            transaction.on_commit(lambda part=part: enqueue({"mailing": mailing, "part": part}))


def run(task, enqueue, send):
    mails = Mail.objects.filter(mailing=task["mailing"], part=task["part"])
    for mail in list(mails.filter(state=WAITING)):
        with transaction.atomic():
            person = User.objects.only("is_active").get(pk=mail.person_id)
            state = SENDING if person.is_active else GONE
            mine = Mail.objects.filter(pk=mail.pk, state=WAITING).update(state=state)
        if not mine or state == GONE:
            continue
        values = {"state": SENT}
        try:
            send(mail.mailing, mail.person_id)
        except BadAddress:
            values = {"state": BAD}
        except Busy:
            mails.filter(state=SENDING).update(state=WAITING, tries=F("tries") + 1)
            continue
        Mail.objects.filter(pk=mail.pk, state=SENDING).update(**values)
    left = mails.filter(state=WAITING).aggregate(number=Count("pk"), tries=Max("tries"))
    if left["number"]:
        enqueue(task, delay=random() * min(60, 2 ** left["tries"]))


def progress(mailing):
    mails = Mail.objects.filter(mailing=mailing)
    return mails.filter(~Q(state=WAITING)).count(), mails.count()
