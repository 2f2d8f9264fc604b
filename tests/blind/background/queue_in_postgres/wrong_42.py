"""failure

The minute is counted from the moment at which the job began, not from its failure. It shows for a job that runs for a while
before it raises: after 50 seconds it is due again ten seconds later, after 61 at once.
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
    now = timezone.now()
    with transaction.atomic():
        due = Job.objects.filter(due_at__lte=now, tries__lt=3)
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
            mine.update(tries=F("tries") + 1, due_at=now + timedelta(minutes=1))
        else:
            mine.delete()
    return True
