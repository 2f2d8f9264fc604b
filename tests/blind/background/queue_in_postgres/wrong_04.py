"""Breaks "failure": between the rollback and the update the job is free and still due, so another
worker can run it at once.
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
            due = Job.objects.filter(due_at__lte=timezone.now(), tries__lt=3)
            job = (
                due.select_for_update(skip_locked=True)
                .order_by("-priority", "due_at", "pk")
                .first()
            )
            if job is None:
                return False
            run(job.payload)
            Job.objects.filter(pk=job.pk).delete()
    except Exception:
        if job is None:
            raise
        Job.objects.filter(pk=job.pk).update(
            tries=F("tries") + 1, due_at=timezone.now() + timedelta(minutes=1)
        )
    return True
