"""Wrong, failure: the transaction is rolled back, and tries and due_at are changed after it.

Between the two, another worker finds the job unlocked and due, and runs it at once."""

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
    job = None
    try:
        with transaction.atomic():
            due = Job.objects.filter(due_at__lte=timezone.now(), tries__lt=3)
            free = due.select_for_update(skip_locked=True)
            job = free.order_by("-priority", "due_at", "pk").first()
            if job is None:
                return False
            run(job.payload)
            connection.check_constraints()
            Job.objects.filter(pk=job.pk).delete()
    except Exception:
        if job is None:
            raise
        logger.exception("Job %s failed", job.pk)
        later = timezone.now() + timedelta(minutes=1)
        Job.objects.filter(pk=job.pk).update(tries=F("tries") + 1, due_at=later)
    return True
