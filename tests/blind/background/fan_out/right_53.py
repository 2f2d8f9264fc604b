"""Timestamps instead of states; a claim is a short transaction with a row lock, and classes do the two kinds of task."""

import random
from dataclasses import dataclass
from typing import Any, Callable

from django.db import connection, models, transaction
from django.db.models.functions import Now

from arena.accounts.models import User


class Busy(Exception): ...


class BadAddress(Exception): ...


class Mail(models.Model):
    mailing = models.CharField(max_length=50)
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()  # in the mailing, from 0
    claimed_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "mailings"
        constraints = [
            models.UniqueConstraint(fields=["mailing", "person"], name="one_mail"),
            models.UniqueConstraint(fields=["mailing", "position"], name="one_position"),
        ]


MODELS = [Mail]  # get their tables

SNAPSHOT = """
    INSERT INTO {mail} (mailing, person_id, position)
    SELECT %s, id, row_number() OVER (ORDER BY id) - 1
    FROM {people} WHERE is_active
"""


def start(mailing, enqueue):
    with transaction.atomic(), connection.cursor() as cursor:
        # Two calls for the same mailing come one after the other, and only the first one writes.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 20))", [f"mailing {mailing}"])
        if not Mail.objects.filter(mailing=mailing).exists():
            sql = SNAPSHOT.format(mail=Mail._meta.db_table, people=User._meta.db_table)
            cursor.execute(sql, [mailing])
    enqueue({"kind": "split", "mailing": mailing})


def run(task, enqueue, send):
    if task["kind"] == "split":
        Split(task["mailing"]).run(enqueue)
    else:
        Slice(task["mailing"], task["first"], task["busy"]).run(enqueue, send)


@dataclass
class Split:
    mailing: str

    def run(self, enqueue: Callable[..., Any]) -> None:
        last = Mail.objects.filter(mailing=self.mailing).aggregate(last=models.Max("position"))["last"]
        if last is not None:
            for first in range(0, last + 1, Slice.SIZE):
                enqueue(Slice(self.mailing, first).as_task())


@dataclass
class Slice:
    mailing: str
    first: int
    busy: int = 0

    SIZE = 50

    def as_task(self) -> dict[str, Any]:
        return {"kind": "slice", "mailing": self.mailing, "first": self.first, "busy": self.busy}

    def run(self, enqueue: Callable[..., Any], send: Callable[[str, int], Any]) -> None:
        ours = Mail.objects.filter(mailing=self.mailing, position__range=(self.first, self.first + self.SIZE - 1))
        ours.filter(claimed_at__isnull=False, closed_at=None).update(closed_at=Now())
        for pk in list(ours.filter(closed_at=None).order_by("position").values_list("pk", flat=True)):
            person = self.claim(pk)
            if person is None:
                continue
            mail = Mail.objects.filter(pk=pk)
            try:
                send(self.mailing, person)
            except Busy:
                mail.update(claimed_at=None, closed_at=None)
                self.busy += 1
                enqueue(self.as_task(), delay=random.uniform(0, min(60, 2**self.busy)))
                return
            except BadAddress:
                pass
            mail.update(closed_at=Now())
            self.busy = 0

    @staticmethod
    def claim(pk: int) -> int | None:
        """Return the person if the mail is ours to send now; the claim is committed then."""
        with transaction.atomic():
            mail = Mail.objects.select_for_update().filter(pk=pk, claimed_at=None, closed_at=None).first()
            if mail is None:
                return None
            if User.objects.filter(pk=mail.person_id, is_active=True).exists():
                Mail.objects.filter(pk=pk).update(claimed_at=Now())
                return mail.person_id
            Mail.objects.filter(pk=pk).update(closed_at=Now())
            return None


def progress(mailing):
    mails = Mail.objects.filter(mailing=mailing)
    return mails.filter(closed_at__isnull=False).count(), mails.count()
