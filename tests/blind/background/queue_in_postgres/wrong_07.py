"""Breaks "together" (and "once" with it): run() is committed before the row is deleted, and a worker
killed in between leaves a job that has succeeded.
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


def _lock(function, pk):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s::bigint)", [pk])
        return cursor.fetchone()[0]


def _due():
    return Job.objects.filter(due_at__lte=timezone.now(), tries__lt=3)


def work(run):
    ordered = _due().order_by("-priority", "due_at", "pk")
    for pk in list(ordered.values_list("pk", flat=True)):
        if not _lock("pg_try_advisory_lock", pk):
            continue
        try:
            job = _due().filter(pk=pk).first()
            if job is None:
                continue
            try:
                with transaction.atomic():
                    run(job.payload)
            except Exception:
                Job.objects.filter(pk=pk).update(
                    tries=F("tries") + 1, due_at=timezone.now() + timedelta(minutes=1)
                )
            else:
                job.delete()
            return True
        finally:
            _lock("pg_advisory_unlock", pk)
    return False
