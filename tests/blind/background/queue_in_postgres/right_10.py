"""The order is the model's; a context manager holds the lock, and bulk_update() writes the failure."""

from contextlib import contextmanager
from datetime import timedelta

from django.db import models, transaction
from django.utils import timezone


class Job(models.Model):
    payload = models.TextField()
    priority = models.SmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        app_label = "jobs"
        ordering = ["-priority", "due_at", "pk"]


@contextmanager
def next_job():
    """Hold the lock of a job, or of none, until the block ends."""
    with transaction.atomic():
        rows = Job.objects.select_for_update(skip_locked=True)
        yield rows.filter(tries__lt=3, due_at__lte=timezone.now()).first()


def work(run):
    with next_job() as job:
        if not job:
            return False
        error = None
        try:
            with transaction.atomic():
                run(job.payload)
        except Exception as raised:
            error = raised
        if error is None:
            job.delete()
            return True
        job.tries, job.due_at = job.tries + 1, timezone.now() + timedelta(minutes=1)
        Job.objects.bulk_update([job], ["tries", "due_at"])
        return True
