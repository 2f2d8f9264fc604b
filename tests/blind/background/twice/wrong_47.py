"""once

What is stored is hash() of the id, which is another number in each process. It shows when the message comes again to another
worker process, or after a restart: it counts a second time.
"""

from django.db import models, transaction

from arena.accounts.models import Profile


class Handled(models.Model):
    message = models.BigIntegerField(primary_key=True)  # shorter to compare than a text

    class Meta:
        app_label = "messages_seen"


def handle(message):
    with transaction.atomic():
        _, is_new = Handled.objects.get_or_create(message=hash(message["id"]))
        if is_new:
            profile = Profile.objects.select_for_update().get(user=message["user"])
            profile.rating = (profile.rating or 0) + message["points"]
            profile.save(update_fields=["rating"])
    return is_new
