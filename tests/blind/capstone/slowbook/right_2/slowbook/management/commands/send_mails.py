"""Send the mails that were not sent yet, and compare new answers. cron runs it each minute."""

import difflib
from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone

from slowbook.models import Attempt, Done, Mail


class Command(BaseCommand):
    """Print each mail where a real site would send it."""

    def handle(self, **options):
        """Send them, and compare."""
        for mail in Mail.objects.filter(sent=None).select_related("person").order_by("id"):
            self.stdout.write(f"To: {mail.person.email}\nSubject: {mail.subject}\n\n{mail.body}")
            mail.sent = timezone.now()
            mail.save(update_fields=["sent"])
        # nginx does not repeat a request after so long.
        Done.objects.filter(created__lt=timezone.now() - timedelta(hours=1)).delete()
        for attempt in Attempt.objects.filter(copied=None).order_by("id"):
            attempt.copied = copied(attempt)
            attempt.save(update_fields=["copied"])


def copied(attempt):
    """Return how similar an answer is to the most similar one of 40 before it, in per cent."""
    earlier = Attempt.objects.filter(post=attempt.post_id, id__lt=attempt.id).order_by("-id")
    best = 0
    matcher = difflib.SequenceMatcher()
    matcher.set_seq2(attempt.answer)
    for answer in earlier.values_list("answer", flat=True)[:40]:
        matcher.set_seq1(answer)
        if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best:
            best = max(best, matcher.ratio())
    return round(100 * best)
