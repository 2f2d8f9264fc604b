"""A lock of the session around two transactions: one for the job, one for its failure."""

from contextlib import contextmanager
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


def _call(function, key):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(hashtextextended('jobs', %s))", [key])
        return cursor.fetchone()[0]


@contextmanager
def _locked(key):
    got = _call("pg_try_advisory_lock", key)
    try:
        yield got
    finally:
        if got:
            _call("pg_advisory_unlock", key)


def _due():
    return Job.objects.filter(due_at__lte=timezone.now(), tries__lt=3)


def work(run):
    ordered = _due().order_by("-priority", "due_at", "pk")
    for pk in list(ordered.values_list("pk", flat=True)):
        with _locked(pk) as got:
            if not got:
                continue
            job = _due().filter(pk=pk).first()
            if job is None:
                continue
            try:
                with transaction.atomic():
                    run(job.payload)
                    job.delete()
            except Exception:
                Job.objects.filter(pk=pk).update(
                    tries=F("tries") + 1, due_at=timezone.now() + timedelta(minutes=1)
                )
            return True
    return False
