"""NOWAIT for one candidate after the other, each attempt in a savepoint."""

from datetime import timedelta

from django.db import OperationalError, models, transaction
from django.db.models import F
from django.utils import timezone


class Job(models.Model):
    payload = models.TextField()
    priority = models.SmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        app_label = "jobs"


def _lock(due, pk):
    try:
        with transaction.atomic():
            return due.select_for_update(nowait=True).filter(pk=pk).first()
    except OperationalError:
        return None


def work(run):
    due = Job.objects.filter(due_at__lte=timezone.now(), tries__lt=3)
    candidates = list(
        due.order_by("-priority", "due_at", "pk").values_list("pk", flat=True)
    )
    with transaction.atomic():
        job = next(filter(None, (_lock(due, pk) for pk in candidates)), None)
        if job is None:
            return False
        try:
            with transaction.atomic():
                run(job.payload)
        except Exception:
            Job.objects.filter(pk=job.pk).update(
                tries=F("tries") + 1, due_at=timezone.now() + timedelta(minutes=1)
            )
        else:
            Job.objects.filter(pk=job.pk).delete()
        return True
