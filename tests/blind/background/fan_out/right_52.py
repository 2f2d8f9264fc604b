"""Two tables: start() writes down recipients, and a Mail is inserted before each send, so the unique constraint decides who sends."""

from random import random

from django.db import IntegrityError, connection, models, transaction

from arena.accounts.models import User

PEOPLE_PER_TASK = 50
ROWS_PER_STATEMENT = 250


class Busy(Exception): ...


class BadAddress(Exception): ...


class Recipient(models.Model):
    mailing = models.CharField(max_length=50)
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    part = models.PositiveIntegerField()

    class Meta:
        app_label = "mailings"
        constraints = [models.UniqueConstraint(fields=["mailing", "person"], name="one_recipient")]
        indexes = [models.Index(fields=["mailing", "part"], name="recipient_part")]


class Mail(models.Model):
    mailing = models.CharField(max_length=50)
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    is_settled = models.BooleanField(default=False)

    class Meta:
        app_label = "mailings"
        constraints = [models.UniqueConstraint(fields=["mailing", "person"], name="one_mail")]


class Started(models.Model):
    mailing = models.CharField(max_length=50, primary_key=True)

    class Meta:
        app_label = "mailings"


MODELS = [Recipient, Mail, Started]  # get their tables

COPY = """
    WITH added AS (
        INSERT INTO {recipients} (mailing, person_id, part)
        SELECT %s, id, %s + (row_number() OVER (ORDER BY id) - 1) / %s
        FROM (
            SELECT id FROM {people} WHERE is_active AND id > %s ORDER BY id LIMIT %s
        ) AS batch
        RETURNING person_id, part
    )
    SELECT max(person_id), max(part) FROM added
"""


def start(mailing, enqueue):
    with transaction.atomic():
        _, first_time = Started.objects.get_or_create(mailing=mailing)
        if first_time:
            copy_recipients(mailing)
    enqueue({"mailing": mailing, "part": None})


def copy_recipients(mailing):
    sql = COPY.format(recipients=Recipient._meta.db_table, people=User._meta.db_table)
    person, part = 0, 0
    with connection.cursor() as cursor:
        while True:
            cursor.execute(sql, [mailing, part, PEOPLE_PER_TASK, person, ROWS_PER_STATEMENT])
            person, last = cursor.fetchone()
            if person is None:
                return
            part = last + 1


def run(task, enqueue, send):
    mailing, part = task["mailing"], task["part"]
    recipients = Recipient.objects.filter(mailing=mailing)
    if part is None:
        parts = recipients.aggregate(last=models.Max("part"))["last"]
        for number in range(-1 if parts is None else parts, -1, -1):
            enqueue({"mailing": mailing, "part": number})
        return

    people = list(recipients.filter(part=part).order_by("person_id").values_list("person_id", flat=True))
    mails = Mail.objects.filter(mailing=mailing, person_id__in=people)
    mails.filter(is_settled=False).update(is_settled=True)  # lost by a kill: never sent again
    had = set(mails.values_list("person_id", flat=True))
    in_a_row = task.get("in_a_row", 0)
    for person in people:
        if person in had or not reserve(mailing, person):
            continue
        mail = Mail.objects.filter(mailing=mailing, person_id=person)
        if User.objects.filter(pk=person, is_active=True).exists():
            try:
                send(mailing, person)
            except Busy:
                mail.delete()
                in_a_row += 1
                delay = random() * min(60, 2**in_a_row)
                enqueue({"mailing": mailing, "part": part, "in_a_row": in_a_row}, delay=delay)
                return
            except BadAddress:
                pass
            in_a_row = 0
        mail.update(is_settled=True)


def reserve(mailing, person):
    try:
        with transaction.atomic():
            Mail.objects.create(mailing=mailing, person_id=person)
    except IntegrityError:
        return False  # somebody else sends it, or the account is gone
    return True


def progress(mailing):
    done = Mail.objects.filter(mailing=mailing, is_settled=True).count()
    total = Recipient.objects.filter(mailing=mailing).count()
    return done, total
