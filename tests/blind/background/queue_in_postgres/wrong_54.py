"""Breaks "failure".

The minute begins before run(): a job that fails after two minutes is due at once, and one that fails after 50 seconds only waits ten.
"""

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


def work(run):
    now = timezone.now()
    with transaction.atomic():
        due = Job.objects.select_for_update(skip_locked=True).filter(due_at__lte=now, tries__lt=3)
        job = due.order_by("-priority", "due_at", "pk").first()
        if job is None:
            return False
        try:
            with transaction.atomic():
                run(job.payload)
        except Exception:
            job.tries += 1
            job.due_at = now + timedelta(minutes=1)
            job.save(update_fields=["tries", "due_at"])
        else:
            job.delete()
    return True
