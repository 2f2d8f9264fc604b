"""once

The table is kept small: each call deletes what was handled more than a week ago. It shows for a message that comes again
after a month: it counts a second time.
"""

from datetime import timedelta

from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from arena.accounts.models import Profile


class Handled(models.Model):
    message = models.CharField(max_length=100, unique=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        app_label = "messages_seen"


@transaction.atomic
def handle(message):
    Handled.objects.filter(at__lt=timezone.now() - timedelta(days=7)).delete()
    try:
        # Who inserts the same id at this moment, is waited for: then it is there, or it isn't.
        with transaction.atomic():
            Handled.objects.create(message=message["id"])
    except IntegrityError:
        return False
    added = Profile.objects.filter(user=message["user"]).update(
        rating=Coalesce(F("rating"), 0) + message["points"]
    )
    if not added:
        raise Profile.DoesNotExist(f"User {message['user']} has no profile.")  # undoes the insert
    return True
