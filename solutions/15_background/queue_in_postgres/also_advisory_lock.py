"""An advisory lock of the transaction for each job; after it the row is read again."""

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


def free():
    return Job.objects.filter(due_at__lte=timezone.now(), tries__lt=3)


def lock(key):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [key])
        return cursor.fetchone()[0]


def work(run):
    with transaction.atomic():
        for key in free().order_by("-priority", "due_at", "pk").values_list("pk", flat=True):
            # Another worker may have done the job since its key was read.
            if lock(key) and (job := free().filter(pk=key).first()):
                finish(job, run)
                return True
    return False


def finish(job, run):
    try:
        with transaction.atomic():
            run(job.payload)
            job.delete()
    except Exception:
        again_at = timezone.now() + timedelta(minutes=1)
        Job.objects.filter(pk=job.pk).update(tries=F("tries") + 1, due_at=again_at)
