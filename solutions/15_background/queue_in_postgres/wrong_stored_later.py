"""The failure is stored by another transaction: in between the job is free.

Breaks: failure
Fails: meeting
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


MOST = 3  # tries


def work(run):
    job = None
    try:
        with transaction.atomic():
            due = Job.objects.filter(due_at__lte=timezone.now(), tries__lt=MOST)
            due = due.select_for_update(skip_locked=True)
            job = due.order_by("-priority", "due_at", "pk").first()
            if job is None:
                return False
            run(job.payload)
            job.delete()
    except Exception:
        if job is None:
            raise
        again_at = timezone.now() + timedelta(minutes=1)
        Job.objects.filter(pk=job.pk).update(tries=F("tries") + 1, due_at=again_at)
    return True
