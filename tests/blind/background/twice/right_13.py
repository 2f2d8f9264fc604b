"""Right: the insert may fail in a savepoint of its own; nothing else is caught there."""

from django.db import IntegrityError, models, transaction
from django.db.models import Case, F, Value, When

from arena.accounts.models import Profile


class Handled(models.Model):
    message = models.CharField(max_length=100, primary_key=True)

    class Meta:
        app_label = "messages_seen"


def is_first(key):
    if Handled.objects.filter(pk=key).exists():  # the usual case of a late repetition
        return False
    try:
        with transaction.atomic():
            Handled(message=key).save(force_insert=True)
    except IntegrityError:
        return False
    return True


def add(user, points):
    known = Case(When(rating__isnull=True, then=Value(0)), default=F("rating"))
    if Profile.objects.filter(user_id=user).update(rating=known + points) == 0:
        raise Profile.DoesNotExist


def handle(message):
    with transaction.atomic():
        first = is_first(message["id"])
        if first:
            add(message["user"], message["points"])
    return first
