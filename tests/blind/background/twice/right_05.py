"""The message is the primary key, and create() always inserts."""

from django.db import IntegrityError, models, transaction
from django.db.models import F, Value
from django.db.models.functions import Coalesce

from arena.accounts.models import Profile


class Handled(models.Model):
    message = models.CharField(max_length=100, primary_key=True)

    class Meta:
        app_label = "messages_seen"


def _first_time(key):
    try:
        with transaction.atomic():
            Handled(message=key).save(force_insert=True)
    except IntegrityError:
        return False
    return True


@transaction.atomic
def handle(message):
    if not _first_time(message["id"]):
        return False
    profile = Profile.objects.get(user=message["user"])
    Profile.objects.filter(pk=profile.pk).update(
        rating=Coalesce(F("rating"), Value(0)) + message["points"]
    )
    return True
