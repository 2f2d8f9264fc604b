"""result

Every IntegrityError counts as a repeated message, also that of the profile's rating, which can't be negative. It shows for a
new message whose points make the rating less than 0: handle() returns False though the message hasn't counted, so it isn't
sent again.
"""

from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from arena.accounts.models import Profile


class Handled(models.Model):
    message = models.CharField(max_length=100, unique=True)

    class Meta:
        app_label = "messages_seen"


def handle(message):
    try:
        with transaction.atomic():
            Handled.objects.create(message=message["id"])
            added = Profile.objects.filter(user=message["user"]).update(
                rating=Coalesce(F("rating"), 0) + message["points"]
            )
            if not added:
                raise Profile.DoesNotExist
    except IntegrityError:
        return False  # it was handled before
    return True
