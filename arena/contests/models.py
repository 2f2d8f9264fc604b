"""Contests, and what people scored in them."""

from django.conf import settings
from django.db import models


class Contest(models.Model):
    """A contest that is open for a while. Who scores the cut-off or more qualifies."""

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

    def __str__(self) -> str:
        return self.title


class Attempt(models.Model):
    """One person's try at one contest. Unfinished ones have no end and no score."""

    contest = models.ForeignKey(Contest, models.CASCADE, related_name="attempts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="attempts")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    score = models.PositiveIntegerField(null=True, blank=True)

    def __str__(self) -> str:
        return f"attempt {self.pk} at contest {self.contest_id}"
