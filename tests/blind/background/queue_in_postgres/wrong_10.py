"""Breaks "once": the row is locked only while it is read; the lock ends with that transaction, and a
second worker runs the same job.
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


def _next():
    with transaction.atomic():
        due = Job.objects.filter(due_at__lte=timezone.now(), tries__lt=3)
        locked = due.select_for_update(skip_locked=True)
        return locked.order_by("-priority", "due_at", "pk").first()


def work(run):
    job = _next()
    if job is None:
        return False
    with transaction.atomic():
        try:
            with transaction.atomic():
                run(job.payload)
        except Exception:
            Job.objects.filter(pk=job.pk).update(
                tries=F("tries") + 1, due_at=timezone.now() + timedelta(minutes=1)
            )
        else:
            Job.objects.filter(pk=job.pk).delete()
    return True
