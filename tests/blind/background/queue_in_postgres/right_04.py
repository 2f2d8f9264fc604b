"""Advisory locks of the transaction, one candidate after the other; the row is read again behind it."""

from datetime import timedelta

from django.db import connection, models, transaction
from django.utils import timezone

SPACE = 5_201


class Job(models.Model):
    payload = models.TextField()
    priority = models.SmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        app_label = "jobs"


def _due():
    return Job.objects.filter(due_at__lte=timezone.now(), tries__lt=3).order_by(
        "-priority", "due_at", "pk"
    )


def _try_lock(pk):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, %s))", [f"job {pk}", SPACE]
        )
        return cursor.fetchone()[0]


def _claim():
    for pk in list(_due().values_list("pk", flat=True)):
        savepoint = transaction.savepoint()
        if _try_lock(pk):
            # Its last worker may have deleted or postponed it just before.
            job = _due().filter(pk=pk).first()
            if job is not None:
                transaction.savepoint_commit(savepoint)
                return job
        transaction.savepoint_rollback(savepoint)  # This lets go of the lock, too.
    return None


def work(run):
    with transaction.atomic():
        job = _claim()
        if job is None:
            return False
        row = Job.objects.filter(pk=job.pk)
        try:
            with transaction.atomic():
                run(job.payload)
                row.delete()
        except Exception:
            row.update(
                tries=job.tries + 1, due_at=timezone.now() + timedelta(minutes=1)
            )
    return True
