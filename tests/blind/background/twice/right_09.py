"""The points first and the message last: an exception undoes the points of a repeated one."""

from django.db import models, transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from arena.accounts.models import Profile


class Handled(models.Model):
    message = models.CharField(max_length=100, unique=True)

    class Meta:
        app_label = "messages_seen"


class CountedBefore(Exception):
    pass


def handle(message):
    if Handled.objects.filter(message=message["id"]).exists():
        return False
    try:
        with transaction.atomic():
            changed = Profile.objects.filter(user=message["user"]).update(
                rating=Coalesce(F("rating"), 0) + message["points"]
            )
            if not changed:
                raise Profile.DoesNotExist(message["user"])
            _, created = Handled.objects.get_or_create(message=message["id"])
            if not created:
                raise CountedBefore
    except CountedBefore:
        return False
    return True
