"""Each task enqueues the next slice, and the mailing has a counter."""

import random

from django.db import connection, models, transaction
from django.db.models import F

from arena.accounts.models import User


class Busy(Exception): ...


class BadAddress(Exception): ...


class Mailing(models.Model):
    name = models.CharField(max_length=50, unique=True)
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "mailings"


class Mail(models.Model):
    mailing = models.ForeignKey(Mailing, models.CASCADE)
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    is_done = models.BooleanField(default=False)

    class Meta:
        app_label = "mailings"
        constraints = [models.UniqueConstraint(fields=["mailing", "person"], name="one_mail")]


MODELS = [Mailing, Mail]


@transaction.atomic
def start(mailing, enqueue):
    new = Mailing.objects.create(name=mailing, total=0)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO mailings_mail (mailing_id, person_id, is_done)"
            " SELECT %s, id, %s FROM accounts_user WHERE is_active",
            [new.pk, False],
        )
    new.total = new.mail_set.count()
    new.save()
    transaction.on_commit(lambda: enqueue([mailing, 0, None, 0]))


def run(task, enqueue, send):
    name, after, last, tries = task
    mails = Mail.objects.filter(mailing__name=name).order_by("person")
    if last is None:
        keys = list(mails.filter(person__gt=after).values_list("person", flat=True)[:50])
        if not keys:
            return
        last = keys[-1]
        enqueue([name, last, None, 0])
    part = mails.filter(person__gt=after, person__lte=last, is_done=False)
    busy = False
    for key, person in list(part.values_list("pk", "person")):
        with transaction.atomic():
            mine = Mail.objects.filter(pk=key, is_done=False).update(is_done=True)
            if not mine:
                continue
            Mailing.objects.filter(name=name).update(done=F("done") + 1)
        if not User.objects.filter(pk=person, is_active=True):
            continue
        try:
            send(name, person)
        except BadAddress:
            continue
        except Busy:
            with transaction.atomic():
                Mail.objects.filter(pk=key).update(is_done=False)
                Mailing.objects.filter(name=name).update(done=F("done") - 1)
            busy = True
            continue
        tries = 0
    if busy:
        enqueue([name, after, last, tries + 1], delay=random.uniform(0, min(60, 2 ** (tries + 1))))


def progress(mailing):
    return Mailing.objects.values_list("done", "total").get(name=mailing)
