"""Breaks "failure".

There is no savepoint around run(): what it wrote before it raised is committed together with the new number of tries; and after an error
of the database the transaction is aborted, so that nothing can be noted.
"""

from datetime import timedelta

from django.db import models, transaction
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
        due = Job.objects.select_for_update(skip_locked=True).filter(due_at__lte=timezone.now(), tries__lt=3)
        job = due.order_by("-priority", "due_at", "pk").first()
        if job is None:
            return False
        try:
            run(job.payload)
        except Exception:
            job.tries += 1
            job.due_at = timezone.now() + timedelta(minutes=1)
            job.save()
        else:
            job.delete()
    return True
