"""Wrong, failure: due_at is a minute after the job began, and not after it failed.

If run() takes longer than a minute, the job is due again at once."""

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
        now = timezone.now()
        due = Job.objects.filter(due_at__lte=now, tries__lt=3)
        free = due.select_for_update(skip_locked=True)
        job = free.order_by("-priority", "due_at", "pk").first()
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
            mine.update(tries=F("tries") + 1, due_at=now + timedelta(minutes=1))
        return True
