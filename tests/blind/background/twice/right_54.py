"""A manager claims the message with INSERT ... ON CONFLICT DO NOTHING and looks at the row count; Case/When adds to NULL."""

from django.db import connections, models, router, transaction
from django.db.models import Case, F, When

from arena.accounts.models import Profile


class HandledManager(models.Manager):
    def claim(self, identifier):
        """Return whether nobody has claimed this message; wait for somebody who is about to."""
        table, column = self.model._meta.db_table, self.model._meta.get_field("message").column
        with connections[self.db_for_claims].cursor() as cursor:
            cursor.execute(
                f'INSERT INTO "{table}" ("{column}") VALUES (%s) ON CONFLICT ("{column}") DO NOTHING',
                [identifier],
            )
            return cursor.rowcount == 1

    @property
    def db_for_claims(self):
        return router.db_for_write(self.model)


class Handled(models.Model):
    message = models.CharField(max_length=100, unique=True, db_index=True)

    objects = HandledManager()

    class Meta:
        app_label = "messages_seen"


class Points:
    def __init__(self, message):
        self.identifier = message["id"]
        self.user = message["user"]
        self.points = message["points"]

    def add(self):
        changed = Profile.objects.filter(user=self.user).update(
            rating=Case(
                When(rating__isnull=True, then=self.points),
                default=F("rating") + self.points,
                output_field=models.IntegerField(),
            )
        )
        if changed == 0:
            raise Profile.DoesNotExist("Nobody to add the points to")


def handle(message):
    points = Points(message)
    with transaction.atomic():
        is_first = Handled.objects.claim(points.identifier)
        if is_first:
            points.add()
        return is_first
