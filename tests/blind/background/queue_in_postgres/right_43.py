"""A queryset that claims a job for the rest of the transaction, and a context manager that keeps or undoes what happens in it."""

from contextlib import contextmanager
from datetime import timedelta

from django.db import connections, models, router, transaction
from django.utils import timezone


class JobQuerySet(models.QuerySet):
    def due(self):
        return self.filter(tries__lt=3, due_at__lte=timezone.now())

    def in_order(self):
        return self.order_by("-priority", "due_at", "pk")

    def claim(self):
        """Lock the next job that nobody else has, until the transaction ends."""
        return next(iter(self.due().in_order().select_for_update(skip_locked=True)[:1]), None)


class Job(models.Model):
    payload = models.TextField()
    priority = models.SmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)

    objects = JobQuerySet.as_manager()

    class Meta:
        app_label = "jobs"

    @contextmanager
    def attempt(self, using):
        """Delete the job after the block; if the block raises an Exception, undo it and postpone."""
        try:
            with transaction.atomic(using=using):
                yield
                connections[using].check_constraints()
        except Exception:
            self.tries += 1
            self.due_at = timezone.now() + timedelta(seconds=60)
            self.save(using=using, update_fields=["tries", "due_at"])
        else:
            self.delete(using=using)


def work(run):
    using = router.db_for_write(Job)
    with transaction.atomic(using=using):
        job = Job.objects.using(using).claim()
        if job:
            with job.attempt(using):
                run(job.payload)
    return job is not None
