"""The job is deleted before it runs: a worker that is killed takes it with it.

Breaks: together
Fails: killed
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


@transaction.atomic
def claim():
    due = Job.objects.filter(due_at__lte=timezone.now(), tries__lt=3)
    due = due.select_for_update(skip_locked=True)
    job = due.order_by("-priority", "due_at", "pk").first()
    if job:
        Job.objects.filter(pk=job.pk).delete()
    return job


def work(run):
    job = claim()
    if job is None:
        return False
    try:
        with transaction.atomic():
            run(job.payload)
    except Exception:
        job.tries += 1
        job.due_at = timezone.now() + timedelta(minutes=1)
        job.save(force_insert=True)
    except BaseException:
        job.save(force_insert=True)
        raise
    return True
