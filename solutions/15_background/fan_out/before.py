"""After a restart, half got the newsletter twice, the others never.

Workers call run() for each enqueue(task, delay=seconds); a task is JSON. send(mailing, person_id)
mails, or raises Busy or BadAddress. You may change models.

Rules:
- all: people active at start() get the mail; after BadAddress, nobody tries again.
- once: nobody gets a mailing twice, though tasks overlap, are delivered twice, or killed anywhere
  and delivered again. A kill loses at most one mail.
- unsubscribed: no send() for people who became inactive.
- retry: after n Busy in a row, enqueue with a uniformly random delay from 0 to min(60, 2**n)
  seconds.
- progress: (done, total) of start()'s people, even while tasks run; done needs no more work.

Allowed:
- slices: 50 people per task; for 1,000 people 100 tasks, and 250 rows or array items per call.
- cheap: progress() fetches 2 rows in 2 queries.
"""

from django.db import models

from arena.accounts.models import User


class Busy(Exception): ...


class BadAddress(Exception): ...


class Mail(models.Model):
    mailing = models.CharField(max_length=50)
    person = models.ForeignKey(User, models.CASCADE, related_name="+")

    class Meta:
        app_label = "mailings"
        constraints = [models.UniqueConstraint(fields=["mailing", "person"], name="one_mail")]


MODELS = [Mail]  # get their tables


def start(mailing, enqueue):
    enqueue({"mailing": mailing})


def run(task, enqueue, send):
    # TODO: one task for everybody, and nobody knows who has got the mail.
    for person in User.objects.filter(is_active=True):
        send(task["mailing"], person.pk)


def progress(mailing):
    return 0, User.objects.filter(is_active=True).count()
