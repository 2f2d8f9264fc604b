"""once: the whole slice is claimed before the first mail of it is sent.

A kill in the middle of a slice loses all mails that were still to be sent, up to fifty instead of one.
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
    taken = claim(mails)
    for index, (pk, person) in enumerate(taken):
        if not User.objects.filter(pk=person, is_active=True).exists():
            Mail.objects.filter(pk=pk).update(state=Mail.DONE)
            continue
        try:
            send(task["mailing"], person)
        except Busy:
            Mail.objects.filter(pk__in=[pk for pk, _ in taken[index:]]).update(state=Mail.TODO)
            busy += 1
            enqueue({**task, "busy": busy}, delay=random.uniform(0, min(60, 2**busy)))
            return
        except BadAddress:
            pass
        Mail.objects.filter(pk=pk).update(state=Mail.DONE)
        busy = 0


def claim(mails):
    """Take all mails of a slice that nobody has yet."""
    with transaction.atomic():
        todo = mails.select_for_update(skip_locked=True).filter(state=Mail.TODO).order_by("pk")
        taken = list(todo.values_list("pk", "person_id"))
        Mail.objects.filter(pk__in=[pk for pk, _ in taken]).update(state=Mail.CLAIMED)
    return taken


def progress(mailing):
    numbers = Mail.objects.filter(mailing=mailing).aggregate(
        done=Count("pk", filter=Q(state=Mail.DONE)), total=Count("pk")
    )
    return numbers["done"], numbers["total"]
