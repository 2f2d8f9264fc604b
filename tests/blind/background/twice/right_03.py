"""The unique constraint raises, outside of which a savepoint ends; any other error goes on."""

from django.db import IntegrityError, models, transaction

from arena.accounts.models import Profile


class Handled(models.Model):
    message = models.CharField(max_length=100)

    class Meta:
        app_label = "messages_seen"
        constraints = [models.UniqueConstraint(fields=["message"], name="message_counts_once")]


def handle(message):
    with transaction.atomic():
        try:
            with transaction.atomic():
                Handled.objects.create(message=message["id"])
        except IntegrityError:
            return False
        profile = Profile.objects.select_for_update().get(user=message["user"])
        profile.rating = (profile.rating or 0) + message["points"]
        profile.save(update_fields=["rating"])
    return True
