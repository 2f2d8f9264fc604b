"""Looks for a free job among the first twenty, and as many workers may have all of them.

Breaks: no wait
Fails: together
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


@transaction.atomic
def work(run):
    due = Job.objects.filter(due_at__lte=timezone.now(), tries__lt=MOST)
    keys = list(due.order_by("-priority", "due_at", "pk").values_list("pk", flat=True)[:20])
    free = due.filter(pk__in=keys).select_for_update(skip_locked=True)
    job = free.order_by("-priority", "due_at", "pk").first()
    if job is None:
        return False
    try:
        with transaction.atomic():  # a savepoint after the lock: a failure keeps the row locked
            run(job.payload)
    except Exception:
        again_at = timezone.now() + timedelta(minutes=1)
        Job.objects.filter(pk=job.pk).update(tries=F("tries") + 1, due_at=again_at)
    else:
        job.delete()
    return True
