"""A lease of ten minutes: the job of a dead worker waits until it is over.

Breaks: dead
Fails: killed
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


@transaction.atomic
def claim():
    due = Job.objects.filter(due_at__lte=timezone.now(), tries__lt=3)
    due = due.select_for_update(skip_locked=True)
    job = due.order_by("-priority", "due_at", "pk").first()
    if job:
        lease = timezone.now() + timedelta(minutes=10)
        Job.objects.filter(pk=job.pk).update(due_at=lease)
    return job


def work(run):
    job = claim()
    if job is None:
        return False
    jobs = Job.objects.filter(pk=job.pk)
    try:
        with transaction.atomic():
            run(job.payload)
            job.delete()
    except Exception:
        again_at = timezone.now() + timedelta(minutes=1)
        jobs.update(tries=F("tries") + 1, due_at=again_at)
    except BaseException:
        jobs.update(due_at=job.due_at)
        raise
    return True
