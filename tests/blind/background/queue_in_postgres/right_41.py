"""One transaction locks the first free row with SKIP LOCKED, runs the job in a savepoint, and deletes or postpones the row."""

from datetime import timedelta

from django.db import connection, models, transaction
from django.db.models import F
from django.utils import timezone


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
            # The row is locked outside of this savepoint: it stays so when the savepoint is undone.
            with transaction.atomic():
                run(job.payload)
                connection.check_constraints()  # deferred ones, which would fail at the commit
        except Exception:
            mine.update(tries=F("tries") + 1, due_at=timezone.now() + timedelta(minutes=1))
        else:
            mine.delete()
    return True
