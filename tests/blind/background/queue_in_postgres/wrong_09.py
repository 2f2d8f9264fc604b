"""Breaks "failure" for a job that ran for long: the time is taken once, before run(), so a job that
fails after 50 seconds is due in 10.
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
    with transaction.atomic():
        now = timezone.now()
        due = Job.objects.filter(due_at__lte=now, tries__lt=3)
        job = (
            due.select_for_update(skip_locked=True).order_by("-priority", "due_at", "pk").first()
        )
        if job is None:
            return False
        try:
            with transaction.atomic():
                run(job.payload)
        except Exception:
            Job.objects.filter(pk=job.pk).update(
                tries=F("tries") + 1, due_at=now + timedelta(minutes=1)
            )
        else:
            job.delete()
    return True
