"""failure

The keys of due jobs are read first, and each is then locked without another look at due_at and tries. It shows when another
worker's job fails between these two statements: it is free again, and this worker runs it within its minute, or a fourth
time.
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
        for key in due.order_by("-priority", "due_at", "pk").values_list("pk", flat=True):
            if job := Job.objects.select_for_update(skip_locked=True).filter(pk=key).first():
                break
        else:
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
