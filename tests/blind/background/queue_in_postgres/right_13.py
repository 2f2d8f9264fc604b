"""Right: the attempt is a function that says how it ended, and the job does its own bookkeeping."""

from datetime import timedelta

from django.db import connection, models, transaction
from django.utils import timezone


class JobQuerySet(models.QuerySet):
    def next(self):
        """Return the first due job that nobody has, locked until the end of the transaction."""
        rows = self.filter(tries__lt=3, due_at__lte=timezone.now())
        rows = rows.order_by(models.F("priority").desc(), "due_at", "id")
        return next(iter(rows.select_for_update(skip_locked=True, of=("self",))[:1]), None)


class Job(models.Model):
    payload = models.TextField()
    priority = models.SmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)

    objects = JobQuerySet.as_manager()

    class Meta:
        app_label = "jobs"

    def succeeds(self, run):
        try:
            with transaction.atomic():
                run(self.payload)
                connection.check_constraints()
        except Exception:
            return False
        return True

    def put_off(self):
        self.tries += 1
        self.due_at = timezone.now() + timedelta(minutes=1)
        self.save(update_fields=["tries", "due_at"])


def work(run):
    with transaction.atomic():
        job = Job.objects.next()
        if job is not None:
            if job.succeeds(run):
                Job.objects.filter(pk=job.pk).delete()
            else:
                job.put_off()
    return job is not None
