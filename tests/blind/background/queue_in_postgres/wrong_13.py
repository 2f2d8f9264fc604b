"""Wrong, no wait: if another worker has the first job, this one returns False, and does not run the next."""

import logging
from datetime import timedelta

from django.db import OperationalError, connection, models, transaction
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
        free = due.select_for_update(nowait=True)
        try:
            with transaction.atomic():
                job = free.order_by("-priority", "due_at", "pk").first()
        except OperationalError:  # another worker has it
            job = None
        if job is None:
            return False
        mine = Job.objects.filter(pk=job.pk)
        try:
            with transaction.atomic():
                run(job.payload)
                connection.check_constraints()  # deferred ones too: later nobody could undo it
                mine.delete()
        except Exception:
            logger.exception("Job %s failed", job.pk)
            mine.update(tries=F("tries") + 1, due_at=timezone.now() + timedelta(minutes=1))
        return True
