"""save() writes the profile as it was read, and loses what others have written since.

Breaks: others
Fails: others
"""

from django.db import models, transaction
from django.db.models.functions import Coalesce

from arena.accounts.models import Profile


class Handled(models.Model):
    message = models.CharField(max_length=100, unique=True)

    class Meta:
        app_label = "messages_seen"


@transaction.atomic
def handle(message):
    _, is_new = Handled.objects.get_or_create(message=message["id"])
    if is_new:
        profile = Profile.objects.get(user=message["user"])
        profile.rating = Coalesce("rating", 0) + message["points"]
        profile.save()
    return is_new
