"""Send the mails that were not sent yet. cron runs it each minute."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from slowbook.models import Mail


class Command(BaseCommand):
    """Print each mail where a real site would send it."""

    def handle(self, **options):
        """Send them."""
        for mail in Mail.objects.filter(sent=None).order_by("id"):
            self.stdout.write(f"To: {mail.person.email}\nSubject: {mail.subject}\n\n{mail.body}")
            mail.sent = timezone.now()
            mail.save()
