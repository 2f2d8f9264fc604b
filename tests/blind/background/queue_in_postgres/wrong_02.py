"""Breaks "dead": the claim is committed before run(), so the job of a killed worker stays claimed."""

from datetime import timedelta

from django.db import models, transaction
from django.utils import timezone


class Job(models.Model):
    payload = models.TextField()
    priority = models.SmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    is_running = models.BooleanField(default=False)

    class Meta:
        app_label = "jobs"


def work(run):
    with transaction.atomic():
        due = Job.objects.filter(due_at__lte=timezone.now(), tries__lt=3, is_running=False)
        job = (
            due.select_for_update(skip_locked=True).order_by("-priority", "due_at", "pk").first()
        )
        if job is None:
            return False
        job.is_running = True
        job.save(update_fields=["is_running"])
    try:
        with transaction.atomic():
            run(job.payload)
            Job.objects.filter(pk=job.pk).delete()
    except Exception:
        Job.objects.filter(pk=job.pk).update(
            is_running=False,
            tries=job.tries + 1,
            due_at=timezone.now() + timedelta(minutes=1),
        )
    except BaseException:
        Job.objects.filter(pk=job.pk).update(is_running=False)
        raise
    return True
