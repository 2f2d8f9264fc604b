"""A column says that the job runs: a worker that is killed leaves it there for good.

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
    is_running = models.BooleanField(default=False)

    class Meta:
        app_label = "jobs"


@transaction.atomic
def claim():
    due = Job.objects.filter(due_at__lte=timezone.now(), tries__lt=3, is_running=False)
    due = due.select_for_update(skip_locked=True)
    job = due.order_by("-priority", "due_at", "pk").first()
    if job:
        Job.objects.filter(pk=job.pk).update(is_running=True)
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
        jobs.update(tries=F("tries") + 1, due_at=again_at, is_running=False)
    except BaseException:
        jobs.update(is_running=False)
        raise
    return True
