"""once

The lock is an advisory one of the session, and is given back before the transaction is committed. It shows for a worker that
looks between these two statements: it gets the lock, still sees the row, and runs the job a second time.
"""

from datetime import timedelta

from django.db import connection, models, transaction
from django.db.models import F
from django.utils import timezone


class Job(models.Model):
    payload = models.TextField()
    priority = models.SmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        app_label = "jobs"


def work(run):
    for job in _due().order_by("-priority", "due_at", "pk"):
        if not _execute("SELECT pg_try_advisory_lock(%s)", job.pk):
            continue
        with transaction.atomic():
            try:
                if not _due().filter(pk=job.pk).exists():
                    continue  # another worker has just finished it
                _attempt(job, run)
            finally:
                _execute("SELECT pg_advisory_unlock(%s)", job.pk)
        return True
    return False


def _due():
    return Job.objects.filter(due_at__lte=timezone.now(), tries__lt=3)


def _attempt(job, run):
    mine = Job.objects.filter(pk=job.pk)
    try:
        with transaction.atomic():
            run(job.payload)
            connection.check_constraints()
    except Exception:
        mine.update(tries=F("tries") + 1, due_at=timezone.now() + timedelta(minutes=1))
    else:
        mine.delete()


def _execute(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()[0]
