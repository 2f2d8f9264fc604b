"""Breaks "failure".

The failure is noted after the transaction that held the lock was undone: between the two, another worker takes the job and runs it at
once, without the minute; shows with two workers and a job that fails.
"""

from datetime import timedelta

from django.db import models, transaction
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
    job = None
    try:
        with transaction.atomic():
            due = Job.objects.select_for_update(skip_locked=True).filter(due_at__lte=timezone.now(), tries__lt=3)
            job = due.order_by("-priority", "due_at", "pk").first()
            if job is None:
                return False
            run(job.payload)
            job.delete()
    except Exception:
        if job is None:
            raise
        Job.objects.filter(pk=job.pk).update(tries=F("tries") + 1, due_at=timezone.now() + timedelta(minutes=1))
    return True
