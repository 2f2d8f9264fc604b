"""Notes for an index outside the database."""

from django.db import models


class Change(models.Model):
    """A note that a post was changed or deleted, committed together with the change itself.

    The post may be gone, so this is a number and no foreign key.
    """

    post_id = models.BigIntegerField()

    def __str__(self) -> str:
        return f"change of post {self.post_id}"
