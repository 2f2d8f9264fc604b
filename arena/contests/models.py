"""Contests, and what people scored in them."""

from django.conf import settings
from django.db import models


class Contest(models.Model):
    """A contest that is open for a while. Who scores the cut-off or more qualifies.

    A contest that nobody here has set comes from a partner's list; it stays, with its attempts,
    when it vanishes from there, but is listed no more.
    """

    title = models.CharField(max_length=200)
    slug = models.SlugField(max_length=80, unique=True)
    setter = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="contests_set",
    )
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    cutoff = models.PositiveIntegerField()
    is_listed = models.BooleanField(default=True, db_default=True)

    def __str__(self) -> str:
        return self.title


class Attempt(models.Model):
    """One person's try at one contest. Unfinished ones have no end and no score."""

    contest = models.ForeignKey(Contest, models.CASCADE, related_name="attempts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="attempts")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    score = models.PositiveIntegerField(null=True, blank=True)
    medal = models.CharField(max_length=6, blank=True, default="", db_default="")

    def __str__(self) -> str:
        return f"attempt {self.pk} at contest {self.contest_id}"


class ScoreChange(models.Model):
    """One line of the trail that an appeal is decided by: what a score was, and what it became.

    It outlives its attempt, so no constraint ties it. That also keeps the deletion of attempts as
    cheap as it is without a trail.
    """

    attempt = models.ForeignKey(
        Attempt, models.DO_NOTHING, related_name="changes", db_constraint=False
    )
    old = models.PositiveIntegerField(null=True, blank=True)
    new = models.PositiveIntegerField(null=True, blank=True)
    changed_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"attempt {self.attempt_id}: {self.old} became {self.new}"
