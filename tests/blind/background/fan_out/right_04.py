"""start() enqueues one task, which enqueues the slices; the claim is made by a lock and committed."""

import random

from django.db import connection, models, transaction

from arena.accounts.models import User

SIZE = 50


class Busy(Exception): ...


class BadAddress(Exception): ...


class Mail(models.Model):
    mailing = models.CharField(max_length=50)
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    place = models.PositiveIntegerField()
    state = models.CharField(
        max_length=7,
        choices={"waiting": "waiting", "sending": "sending", "done": "done"},
        default="waiting",
    )

    class Meta:
        app_label = "mailings"
        constraints = [models.UniqueConstraint(fields=["mailing", "person"], name="one_mail")]
        indexes = [models.Index(fields=["mailing", "place"], name="mail_places")]


MODELS = [Mail]  # get their tables


def start(mailing, enqueue):
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO mailings_mail (mailing, person_id, place, state)
            SELECT %s, id, row_number() OVER (ORDER BY id) - 1, 'waiting'
            FROM accounts_user
            WHERE is_active AND NOT EXISTS (SELECT FROM mailings_mail WHERE mailing = %s)
            ON CONFLICT DO NOTHING
            """,
            [mailing, mailing],
        )
    enqueue({"kind": "plan", "mailing": mailing})


def run(task, enqueue, send):
    if task["kind"] == "plan":
        last = Mail.objects.filter(mailing=task["mailing"]).aggregate(n=models.Max("place"))["n"]
        for first in range(0, 0 if last is None else last + 1, SIZE):
            enqueue({"kind": "slice", "mailing": task["mailing"], "first": first, "busy": 0})
    else:
        _run_slice(task, enqueue, send)


def _claim(pk):
    """Return whether the mail is to be sent, and by us. The commit comes before the mail."""
    with transaction.atomic():
        mail = Mail.objects.select_for_update().filter(pk=pk, state="waiting").first()
        if mail is None:
            return False
        is_active = User.objects.filter(pk=mail.person_id, is_active=True).exists()
        mail.state = "sending" if is_active else "done"
        mail.save(update_fields=["state"])
        return is_active


def _run_slice(task, enqueue, send):
    first, busy = task["first"], task["busy"]
    mails = Mail.objects.filter(
        mailing=task["mailing"], place__gte=first, place__lt=first + SIZE
    )
    mails.filter(state="sending").update(state="done")
    for pk, person_id in list(
        mails.filter(state="waiting").order_by("place").values_list("pk", "person_id")
    ):
        if not _claim(pk):
            continue
        try:
            send(task["mailing"], person_id)
        except Busy:
            Mail.objects.filter(pk=pk).update(state="waiting")
            busy += 1
            enqueue(dict(task, busy=busy), delay=random.uniform(0, min(60, 2**busy)))
            break
        except BadAddress:
            busy = 0
        else:
            busy = 0
        Mail.objects.filter(pk=pk).update(state="done")


def progress(mailing):
    counts = Mail.objects.filter(mailing=mailing).aggregate(
        done=models.Count("pk", filter=models.Q(state="done")), total=models.Count("pk")
    )
    return counts["done"], counts["total"]
