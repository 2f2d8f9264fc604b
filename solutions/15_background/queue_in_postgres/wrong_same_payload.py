"""A job's success deletes the others with the same payload, which never run.

Breaks: once
Fails: answer
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
    job = due.select_for_update(skip_locked=True).order_by("-priority", "due_at", "pk").first()
    if job is None:
        return False
    try:
        with transaction.atomic():  # a savepoint after the lock: a failure keeps the row locked
            run(job.payload)
    except Exception:
        again_at = timezone.now() + timedelta(minutes=1)
        Job.objects.filter(pk=job.pk).update(tries=F("tries") + 1, due_at=again_at)
    else:
        Job.objects.filter(payload=job.payload, tries__lt=MOST).delete()
    return True
