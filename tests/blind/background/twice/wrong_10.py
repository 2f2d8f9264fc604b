"""Breaks "once" (and its result): the message is the primary key, and save() updates the row that
exists instead of failing, so a message that comes again counts again.
"""

from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from arena.accounts.models import Profile


class Handled(models.Model):
    message = models.CharField(max_length=100, primary_key=True)

    class Meta:
        app_label = "messages_seen"


def handle(message):
    with transaction.atomic():
        try:
            with transaction.atomic():
                Handled(message=message["id"]).save()
        except IntegrityError:
            return False
        found = Profile.objects.filter(user=message["user"]).update(
            rating=Coalesce(F("rating"), 0) + message["points"]
        )
        if not found:
            raise Profile.DoesNotExist
    return True
