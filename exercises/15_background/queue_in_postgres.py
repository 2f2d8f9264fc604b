"""Points are credited twice, and one job that fails stops the whole queue.

Workers call work(run) in a loop. It runs a job by run(payload) and returns True, or False
without one.

Change work(). Job may get fields with defaults.

Rules:
- order: of due jobs with under 3 tries: highest priority first, then earliest due_at, then
  lowest id.
- once: a job succeeds once. Then its row is deleted.
- no wait: a worker doesn't wait for another; it runs the next job.
- together: what run() writes is committed together with the deletion.
- failure: if run() raises an Exception, what it wrote is undone, tries grows by 1, due_at becomes
  a minute from now, and work() returns True. Until then nobody runs the job.
- dead: if run() raises SystemExit, or the worker is killed anywhere, the job is unchanged, and free
  when its connection ends.
"""

from django.db import models
from django.utils import timezone


class Job(models.Model):
    payload = models.TextField()
    priority = models.SmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        app_label = "jobs"


def work(run):
    due = Job.objects.filter(due_at__lte=timezone.now(), tries__lt=3)
    job = due.order_by("-priority", "due_at", "pk").first()
    if job is None:
        return False
    # TODO: other workers have read the same row.
    run(job.payload)
    job.delete()
    return True
