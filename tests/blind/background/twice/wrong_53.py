"""Breaks: others.

The points are added with F(), but save() writes all other fields too, as they were read: a new bio or country that somebody commits between
get() and save() is lost.
"""

from django.db import models, transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from arena.accounts.models import Profile


class Handled(models.Model):
    message = models.CharField(max_length=100, unique=True)

    class Meta:
        app_label = "messages_seen"


@transaction.atomic
def handle(message):
    _, is_new = Handled.objects.get_or_create(message=message["id"])
    if not is_new:
        return False
    profile = Profile.objects.get(user=message["user"])
    profile.rating = Coalesce(F("rating"), 0) + message["points"]
    profile.save()
    return True
