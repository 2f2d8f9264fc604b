"""Wrong, dead: the worker takes the job for ten minutes, and commits that before it runs the job.

After a kill or SystemExit the job is changed, and nobody can run it before the ten minutes are over."""

import logging
from datetime import timedelta

from django.db import connection, models, transaction
from django.db.models import F
from django.utils import timezone

logger = logging.getLogger(__name__)


class Job(models.Model):
    payload = models.TextField()
    priority = models.SmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        app_label = "jobs"


def work(run):
    with transaction.atomic():
        due = Job.objects.filter(due_at__lte=timezone.now(), tries__lt=3)
        free = due.select_for_update(skip_locked=True)
        job = free.order_by("-priority", "due_at", "pk").first()
        if job is None:
            return False
        job.due_at = timezone.now() + timedelta(minutes=10)
        job.save(update_fields=["due_at"])
    mine = Job.objects.filter(pk=job.pk)
    try:
        with transaction.atomic():
            run(job.payload)
            connection.check_constraints()
            mine.delete()
    except Exception:
        logger.exception("Job %s failed", job.pk)
        mine.update(tries=F("tries") + 1, due_at=timezone.now() + timedelta(minutes=1))
    return True
