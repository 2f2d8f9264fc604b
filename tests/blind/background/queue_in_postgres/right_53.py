"""A queryset with the rules of the queue; constraints that wait for the commit are checked in the savepoint, as part of the run."""

import datetime

from django.db import connections, models, router, transaction
from django.db.models import F
from django.utils import timezone

MAX_TRIES = 3
PAUSE = datetime.timedelta(seconds=60)


class JobQuerySet(models.QuerySet):
    def due(self):
        return self.filter(due_at__lte=timezone.now(), tries__lt=MAX_TRIES)

    def in_order(self):
        return self.order_by("-priority", "due_at", "id")

    def take(self):
        """Return the first job that nobody else has, locked until the end of the transaction."""
        return self.due().in_order().select_for_update(skip_locked=True, of=("self",))[:1].get()


class Job(models.Model):
    payload = models.TextField()
    priority = models.SmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)

    objects = JobQuerySet.as_manager()

    class Meta:
        app_label = "jobs"

    def succeed(self):
        Job.objects.filter(pk=self.pk).delete()

    def fail(self):
        Job.objects.filter(pk=self.pk).update(tries=F("tries") + 1, due_at=timezone.now() + PAUSE)


def work(run):
    alias = router.db_for_write(Job)
    with transaction.atomic(using=alias):
        try:
            job = Job.objects.using(alias).take()
        except Job.DoesNotExist:
            return False
        try:
            with transaction.atomic(using=alias):
                run(job.payload)
                connections[alias].check_constraints()
        except Exception:
            job.fail()
        else:
            job.succeed()
        return True
