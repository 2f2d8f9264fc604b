"""no wait

Only the first 20 due jobs are looked at, so that the rows are read by a short list of keys. It shows when 20 or more workers
have those: the next worker returns False though the 21st job is due and free.
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
        due = Job.objects.filter(due_at__lte=timezone.now(), tries__lt=3)
        first = list(due.order_by("-priority", "due_at", "pk").values_list("pk", flat=True)[:20])
        free = due.filter(pk__in=first).select_for_update(skip_locked=True)
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
