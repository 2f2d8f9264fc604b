"""Tasks are ranges of keys; a task takes one open row after the other with SKIP LOCKED and commits its own server process as the owner before send(). Rows of owners that are gone are closed."""

from random import uniform

from django.db import connection, models, transaction
from django.db.models import Exists, F, OuterRef

from arena.accounts.models import User

SIZE = 50


class Busy(Exception): ...


class BadAddress(Exception): ...


class Mailing(models.Model):
    name = models.CharField(max_length=50, primary_key=True)
    total = models.IntegerField(default=0)
    done = models.IntegerField(default=0)

    class Meta:
        app_label = "mailings"


class Mail(models.Model):
    mailing = models.ForeignKey(Mailing, models.CASCADE, related_name="mails")
    person_id = models.BigIntegerField()
    is_open = models.BooleanField(default=True)
    # The server process of the task that is sending it, and since when that process exists.
    owner = models.IntegerField(null=True)
    owner_since = models.DateTimeField(null=True)

    class Meta:
        app_label = "mailings"
        constraints = [models.UniqueConstraint(fields=["mailing", "person_id"], name="one_mail")]


MODELS = [Mailing, Mail]  # get their tables

COPY = """
    WITH people AS (
        INSERT INTO mailings_mail (mailing_id, person_id, is_open)
        SELECT %s, id, true FROM accounts_user WHERE is_active
        RETURNING id
    )
    UPDATE mailings_mailing SET total = (SELECT count(*) FROM people) WHERE name = %s
"""
LAST_OF_SLICES = """
    SELECT person_id
    FROM (
        SELECT person_id, row_number() OVER (ORDER BY person_id) AS place,
            count(*) OVER () AS total
        FROM mailings_mail WHERE mailing_id = %s
    ) numbered
    WHERE place %% %s = 0 OR place = total
    ORDER BY person_id
"""
WHO_AM_I = """
    SELECT pid, backend_start FROM pg_stat_activity WHERE pid = pg_backend_pid()
"""
ALIVE = "SELECT 1 FROM pg_stat_activity WHERE pid = %s AND backend_start = %s"


def start(mailing, enqueue):
    with transaction.atomic():
        _, is_new = Mailing.objects.get_or_create(pk=mailing)
        if is_new:
            with connection.cursor() as cursor:
                cursor.execute(COPY, [mailing, mailing])
    after = 0
    for upto in _people_at_the_ends(mailing):
        enqueue({"mailing": mailing, "after": after, "upto": upto, "busy": 0})
        after = upto


def run(task, enqueue, send):
    mails = Mail.objects.filter(
        mailing=task["mailing"],
        person_id__gt=task["after"],
        person_id__lte=task["upto"],
        is_open=True,
    )
    me = _query(WHO_AM_I)[0]
    _close_orphans(mails, me)
    busy = task["busy"]
    while mail := _take(mails, me):
        try:
            if mail.wanted:
                send(task["mailing"], mail.person_id)
                busy = 0
        except BadAddress:
            busy = 0
        except Busy:
            Mail.objects.filter(pk=mail.pk, is_open=True, owner=me[0]).update(
                owner=None, owner_since=None
            )
            busy += 1
            enqueue({**task, "busy": busy}, delay=uniform(0, min(60, 2 ** min(busy, 6))))
            return
        except BaseException:
            _close(mail)  # nobody knows whether it is sent
            raise
        _close(mail)


def progress(mailing):
    rows = Mailing.objects.filter(pk=mailing).values_list("done", "total")
    return rows[0] if rows else (0, 0)


def _take(mails, me):
    """Commit that the next mail is ours, and return it, or None. It tells if it is still wanted."""
    wanted = Exists(User.objects.filter(pk=OuterRef("person_id"), is_active=True))
    free = mails.filter(owner=None).annotate(wanted=wanted).order_by("person_id")
    with transaction.atomic():
        mail = free.select_for_update(skip_locked=True, of=("self",)).first()
        if mail:
            mail.owner, mail.owner_since = me
            mail.save(update_fields=["owner", "owner_since"])
    return mail


def _close_orphans(mails, me):
    """Close what a killed task had in its hands. This session works on nothing else."""
    for mail in list(mails.exclude(owner=None)):
        owner = mail.owner, mail.owner_since
        if owner == me or not _query(ALIVE, *owner):
            _close(mail)


def _close(mail):
    with transaction.atomic():
        mine = Mail.objects.filter(
            pk=mail.pk, is_open=True, owner=mail.owner, owner_since=mail.owner_since
        )
        if mine.update(is_open=False):
            Mailing.objects.filter(pk=mail.mailing_id).update(done=F("done") + 1)


def _people_at_the_ends(mailing):
    return [person for (person,) in _query(LAST_OF_SLICES, mailing, SIZE)]


def _query(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()
