"""Wrong, once: ids are forgotten after two weeks, and a message may come again after a month."""

from datetime import timedelta

from django.db import models, transaction
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
    _, is_new = Handled.objects.get_or_create(message=message["id"])
    if not is_new:
        return False
    Handled.objects.filter(at__lt=timezone.now() - timedelta(days=14)).delete()
    profiles = Profile.objects.filter(user=message["user"])
    if not profiles.update(rating=Coalesce(F("rating"), 0) + message["points"]):
        raise Profile.DoesNotExist(f"There is no profile of user {message['user']}.")
    return True
