"""Wrong, killed: a failed UPDATE is taken for a repeated message.

If the points make the rating negative, the check constraint raises IntegrityError: handle() returns
False as if the message had counted, and the worker drops it. It should be raised, and come again."""

from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from arena.accounts.models import Profile


class Handled(models.Model):
    message = models.CharField(max_length=100, unique=True)

    class Meta:
        app_label = "messages_seen"


def handle(message):
    profiles = Profile.objects.filter(user=message["user"])
    try:
        with transaction.atomic():
            Handled.objects.create(message=message["id"])
            if not profiles.update(rating=Coalesce(F("rating"), 0) + message["points"]):
                raise Profile.DoesNotExist
    except IntegrityError:
        return False
    return True
