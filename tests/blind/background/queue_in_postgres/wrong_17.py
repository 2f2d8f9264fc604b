"""Wrong, failure: there is no savepoint, so what run() wrote before it raised is committed with the new tries."""

import logging
from datetime import timedelta

from django.db import models, transaction
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
        mine = Job.objects.filter(pk=job.pk)
        try:
            run(job.payload)
            mine.delete()
        except Exception:
            logger.exception("Job %s failed", job.pk)
            mine.update(tries=F("tries") + 1, due_at=timezone.now() + timedelta(minutes=1))
        return True
