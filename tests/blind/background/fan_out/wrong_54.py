"""retry: the delay is not uniform from 0, but between one half and the whole of min(60, 2**n), and n is never set back.

It shows with any Busy: no delay is near 0; and a mail that went well in between does not make n begin again.
"""

import random

from django.db import connection, models, transaction
from django.db.models import Count, Q

from arena.accounts.models import User

SLICE = 50


class Busy(Exception): ...


class BadAddress(Exception): ...


class Mailing(models.Model):
    name = models.CharField(max_length=50, unique=True)

    class Meta:
        app_label = "mailings"


class Mail(models.Model):
    TODO, CLAIMED, DONE = "todo", "claimed", "done"

    mailing = models.CharField(max_length=50)
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    slice = models.PositiveIntegerField()
    state = models.CharField(max_length=7, default=TODO)

    class Meta:
        app_label = "mailings"
        constraints = [models.UniqueConstraint(fields=["mailing", "person"], name="one_mail")]
        indexes = [models.Index(fields=["mailing", "slice"], name="mail_slice")]


MODELS = [Mailing, Mail]  # get their tables


def start(mailing, enqueue):
    with transaction.atomic():
        _, is_new = Mailing.objects.get_or_create(name=mailing)
        if is_new:
            remember_people(mailing)
    enqueue({"mailing": mailing})


def remember_people(mailing):
    """Write down who is active now, inside the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO {Mail._meta.db_table} (mailing, person_id, slice, state)
            SELECT %s, id, (row_number() OVER (ORDER BY id) - 1) / %s, %s
            FROM {User._meta.db_table} WHERE is_active
            """,
            [mailing, SLICE, Mail.TODO],
        )


def run(task, enqueue, send):
    if "slice" in task:
        run_slice(task, enqueue, send)
        return
    last = Mail.objects.filter(mailing=task["mailing"]).aggregate(last=models.Max("slice"))["last"]
    for number in range(0 if last is None else last + 1):
        enqueue({"mailing": task["mailing"], "slice": number, "busy": 0})


def run_slice(task, enqueue, send):
    busy = task.get("busy", 0)
    mails = Mail.objects.filter(mailing=task["mailing"], slice=task["slice"])
    # What is claimed already was claimed by a delivery that was killed (or is at it): nobody may send it again.
    mails.filter(state=Mail.CLAIMED).update(state=Mail.DONE)
    for pk, person in list(mails.filter(state=Mail.TODO).order_by("pk").values_list("pk", "person_id")):
        if not claim(pk, person):
            continue
        try:
            send(task["mailing"], person)
        except Busy:
            Mail.objects.filter(pk=pk).update(state=Mail.TODO)
            busy += 1
            enqueue({**task, "busy": busy}, delay=min(60, 2**busy) * random.uniform(0.5, 1))
            return
        except BadAddress:
            pass
        Mail.objects.filter(pk=pk).update(state=Mail.DONE)


def claim(pk, person):
    """Make a mail ours if nobody else has it, and then look whether the person is still active."""
    mail = Mail.objects.filter(pk=pk)
    if not mail.filter(state=Mail.TODO).update(state=Mail.CLAIMED):
        return False
    if User.objects.filter(pk=person, is_active=True).exists():
        return True
    mail.update(state=Mail.DONE)
    return False


def progress(mailing):
    numbers = Mail.objects.filter(mailing=mailing).aggregate(
        done=Count("pk", filter=Q(state=Mail.DONE)), total=Count("pk")
    )
    return numbers["done"], numbers["total"]
