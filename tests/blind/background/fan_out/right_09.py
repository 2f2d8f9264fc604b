"""A class for a slice; every claim names the run that made it."""

import secrets
import uuid

from django.db import connection, models

from arena.accounts.models import User

dice = secrets.SystemRandom()


class Busy(Exception): ...


class BadAddress(Exception): ...


class Mail(models.Model):
    mailing = models.CharField(max_length=50)
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    claim = models.UUIDField(null=True)
    finished = models.BooleanField(default=False)

    class Meta:
        app_label = "mailings"
        constraints = [models.UniqueConstraint(fields=["mailing", "person"], name="one_mail")]
        indexes = [models.Index(fields=["mailing", "number"], name="mail_numbers")]


MODELS = [Mail]  # get their tables


def start(mailing, enqueue):
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO mailings_mail (mailing, person_id, number, finished)
            SELECT %s, id, row_number() OVER (ORDER BY id), FALSE
            FROM accounts_user
            WHERE is_active AND NOT EXISTS (SELECT 1 FROM mailings_mail WHERE mailing = %s)
            ON CONFLICT DO NOTHING
            """,
            [mailing, mailing],
        )
    last = Mail.objects.filter(mailing=mailing).aggregate(last=models.Max("number"))["last"] or 0
    for low in range(1, last + 1, 50):
        enqueue({"mailing": mailing, "from": low, "to": low + 49, "busy_in_a_row": 0})


class Run:
    def __init__(self, task, enqueue, send):
        self.task, self.enqueue, self.send = task, enqueue, send
        self.claim = uuid.uuid4()
        self.busy = task["busy_in_a_row"]
        self.mails = Mail.objects.filter(
            mailing=task["mailing"], number__range=(task["from"], task["to"])
        )

    def go(self):
        self.mails.filter(finished=False, claim__isnull=False).update(finished=True)
        todo = self.mails.filter(finished=False, claim=None).order_by("number")
        for pk, person_id in list(todo.values_list("pk", "person_id")):
            if self.take(pk) and not self.one(pk, person_id):
                self.enqueue(
                    {**self.task, "busy_in_a_row": self.busy},
                    delay=dice.uniform(0, min(60, 2**self.busy)),
                )
                break

    def take(self, pk):
        if not Mail.objects.filter(pk=pk, claim=None, finished=False).update(claim=self.claim):
            return False
        mine = Mail.objects.filter(pk=pk, claim=self.claim)
        if mine.filter(person__is_active=True).exists():
            return True
        mine.update(finished=True)
        return False

    def one(self, pk, person_id):
        mine = Mail.objects.filter(pk=pk, claim=self.claim)
        try:
            self.send(self.task["mailing"], person_id)
        except Busy:
            self.busy += 1
            mine.update(claim=None, finished=False)
            return False
        except BadAddress:
            pass
        self.busy = 0
        mine.update(finished=True)
        return True


def run(task, enqueue, send):
    Run(task, enqueue, send).go()


def progress(mailing):
    mails = Mail.objects.filter(mailing=mailing)
    return mails.filter(finished=True).count(), mails.count()
