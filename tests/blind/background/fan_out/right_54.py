"""Mostly SQL: start() numbers the slices, and one UPDATE ... RETURNING claims the next mail of a slice before it is sent."""

import random

from django.db import connection, models, transaction

from arena.accounts.models import User


class Busy(Exception): ...


class BadAddress(Exception): ...


class Mail(models.Model):
    mailing = models.CharField(max_length=50)
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    chunk = models.IntegerField()
    # 0: to do, 1: somebody is sending it, 2: needs no more work
    step = models.SmallIntegerField(default=0)

    class Meta:
        app_label = "mailings"
        constraints = [models.UniqueConstraint(fields=["mailing", "person"], name="one_mail")]
        indexes = [models.Index(fields=["mailing", "chunk", "step"], name="mail_chunk_step")]


class Campaign(models.Model):
    mailing = models.CharField(max_length=50, unique=True)
    chunks = models.IntegerField(default=0)

    class Meta:
        app_label = "mailings"


MODELS = [Campaign, Mail]  # get their tables

NEXT = """
    UPDATE mailings_mail AS m SET step = CASE WHEN u.is_active THEN 1 ELSE 2 END
    FROM accounts_user AS u
    WHERE u.id = m.person_id AND m.step = 0 AND m.id = (
        SELECT id FROM mailings_mail
        WHERE mailing = %s AND chunk = %s AND step = 0 AND id > %s
        ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
    )
    RETURNING m.id, m.person_id, m.step
"""


def query(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall() if cursor.description else []


def start(mailing, enqueue):
    with transaction.atomic():
        campaign, created = Campaign.objects.get_or_create(mailing=mailing)
        if created:
            query(
                """
                INSERT INTO mailings_mail (mailing, person_id, chunk, step)
                SELECT %s, id, (row_number() OVER (ORDER BY id) - 1) / 50, 0 FROM accounts_user WHERE is_active
                """,
                mailing,
            )
            last = Mail.objects.filter(mailing=mailing).aggregate(last=models.Max("chunk"))["last"]
            campaign.chunks = 0 if last is None else last + 1
            campaign.save()
    enqueue({"mailing": mailing})


def run(task, enqueue, send):
    mailing, chunk, busy = task["mailing"], task.get("chunk"), task.get("busy", 0)
    if chunk is None:
        for number in range(Campaign.objects.get(mailing=mailing).chunks):
            enqueue({"mailing": mailing, "chunk": number})
        return

    # A mail that was being sent when its worker was killed is lost, and not sent twice.
    query("UPDATE mailings_mail SET step = 2 WHERE mailing = %s AND chunk = %s AND step = 1", mailing, chunk)
    after = 0
    while rows := query(NEXT, mailing, chunk, after):
        [(after, person, step)] = rows
        if step == 2:
            continue
        try:
            send(mailing, person)
        except Busy:
            busy += 1
            query("UPDATE mailings_mail SET step = 0 WHERE id = %s", after)
            again = {"mailing": mailing, "chunk": chunk, "busy": busy}
            enqueue(again, delay=random.uniform(0, min(60, 2**busy)))
            return
        except BadAddress:
            pass
        busy = 0
        query("UPDATE mailings_mail SET step = 2 WHERE id = %s", after)


def progress(mailing):
    done = Mail.objects.filter(mailing=mailing, step=2).count()
    return done, Mail.objects.filter(mailing=mailing).count()
