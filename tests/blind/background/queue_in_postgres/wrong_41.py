"""failure

The row is locked inside of the savepoint that is undone when run() raises, and ROLLBACK TO SAVEPOINT gives back the locks that
came after it. It shows for another worker that looks between that statement and the UPDATE: it runs the failed job at once.
"""

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
            Job.objects.filter(pk=job.pk).update(
                tries=F("tries") + 1, due_at=timezone.now() + timedelta(minutes=1)
            )
    return True
