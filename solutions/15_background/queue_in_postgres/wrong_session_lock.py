"""A lock of the session, and two transactions: run() is committed before the job is gone.

Breaks: together
Fails: killed
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


def lock(key):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        return cursor.fetchone()[0]


def unlock(key):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s)", [key])


def free():
    return Job.objects.filter(due_at__lte=timezone.now(), tries__lt=3)


def work(run):
    for key in free().order_by("-priority", "due_at", "pk").values_list("pk", flat=True):
        if lock(key):
            try:
                if job := free().filter(pk=key).first():
                    finish(job, run)
                    return True
            finally:
                unlock(key)
    return False


def finish(job, run):
    try:
        with transaction.atomic():
            run(job.payload)
    except Exception:
        again_at = timezone.now() + timedelta(minutes=1)
        Job.objects.filter(pk=job.pk).update(tries=F("tries") + 1, due_at=again_at)
    else:
        job.delete()
