"""Compare new answers with earlier ones. cron runs it each minute."""

import difflib

from django.core.management.base import BaseCommand

from slowbook.models import Attempt


class Command(BaseCommand):
    """Store how similar each new answer is to one before it."""

    def handle(self, **options):
        """Compare them."""
        for attempt in Attempt.objects.filter(copied=None).select_related("post").order_by("id"):
            attempt.copied = copied(attempt)
            attempt.save(update_fields=["copied"])


def copied(attempt):
    """Return how similar an answer is to the most similar one of the 40 before, in per cent."""
    earlier = attempt.post.attempts.filter(id__lt=attempt.id).order_by("-id")
    ratios = [
        difflib.SequenceMatcher(None, answer, attempt.answer).ratio()
        for answer in earlier.values_list("answer", flat=True)[:40]
    ]
    return round(100 * max(ratios, default=0))
