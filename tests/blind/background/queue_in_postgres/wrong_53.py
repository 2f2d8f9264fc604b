"""Breaks "dead".

A first transaction marks the job as taken and commits, so that no lock is held for long: if the worker is killed in run(), the mark
stays, and nobody takes the job when its connection ends, but only ten minutes later.
"""

from datetime import timedelta

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone


class Job(models.Model):
    payload = models.TextField()
    priority = models.SmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    taken_at = models.DateTimeField(null=True, default=None)

    class Meta:
        app_label = "jobs"


def take():
    now = timezone.now()
    free = Q(taken_at=None) | Q(taken_at__lt=now - timedelta(minutes=10))
    with transaction.atomic():
        due = Job.objects.select_for_update(skip_locked=True).filter(free, due_at__lte=now, tries__lt=3)
        job = due.order_by("-priority", "due_at", "pk").first()
        if job is not None:
            job.taken_at = now
            job.save(update_fields=["taken_at"])
        return job


def work(run):
    job = take()
    if job is None:
        return False
    try:
        with transaction.atomic():
            run(job.payload)
            job.delete()
    except Exception:
        Job.objects.filter(pk=job.pk).update(
            tries=job.tries + 1, due_at=timezone.now() + timedelta(minutes=1), taken_at=None
        )
    except BaseException:
        Job.objects.filter(pk=job.pk).update(taken_at=None)
        raise
    return True
