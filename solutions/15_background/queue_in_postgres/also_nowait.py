"""Try one row after the other with NOWAIT; an error means that it is taken."""

from datetime import timedelta

from django.db import OperationalError, models, transaction
from django.utils import timezone


class Job(models.Model):
    payload = models.TextField()
    priority = models.SmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        app_label = "jobs"


def lock(key):
    due = Job.objects.filter(due_at__lte=timezone.now(), tries__lt=3)
    try:
        with transaction.atomic():
            return due.select_for_update(nowait=True).filter(pk=key).first()
    except OperationalError:
        return None


def work(run):
    due = Job.objects.filter(due_at__lte=timezone.now(), tries__lt=3)
    for key in list(due.order_by("-priority", "due_at", "pk").values_list("pk", flat=True)):
        with transaction.atomic():
            if job := lock(key):
                point = transaction.savepoint()
                try:
                    with transaction.atomic(savepoint=True):
                        run(job.payload)
                except Exception:
                    transaction.savepoint_rollback(point)
                    job.tries += 1
                    job.due_at = timezone.now() + timedelta(minutes=1)
                    job.save(update_fields=["tries", "due_at"])
                else:
                    transaction.savepoint_commit(point)
                    job.delete()
                return True
    return False
