"""Small functions; constraints that are checked at the commit are checked in the savepoint."""

import logging
from datetime import timedelta

from django.db import connection, models, transaction
from django.utils import timezone

logger = logging.getLogger(__name__)


class JobQuerySet(models.QuerySet):
    def due(self):
        return self.filter(due_at__lte=timezone.now(), tries__lt=3)

    def first_in_line(self):
        return self.order_by("-priority", "due_at", "id")[:1]


class Job(models.Model):
    payload = models.TextField()
    priority = models.SmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)

    objects = JobQuerySet.as_manager()

    class Meta:
        app_label = "jobs"

    def failed(self):
        self.tries = models.F("tries") + 1
        self.due_at = timezone.now() + timedelta(minutes=1)
        self.save(update_fields=("tries", "due_at"))


def _run(job, run):
    try:
        with transaction.atomic():
            run(job.payload)
            connection.check_constraints()
    except Exception:
        logger.exception("Job %s failed", job.pk)
        return False
    return True


@transaction.atomic
def work(run):
    locked = Job.objects.due().select_for_update(skip_locked=True, no_key=True)
    for job in locked.first_in_line():
        if _run(job, run):
            job.delete()
        else:
            job.failed()
        return True
    return False
