"""INSERT ... ON CONFLICT DO NOTHING says by its row count if the like is new; F() does the rest."""

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from arena.discuss.models import Like, Post


class Liking:
    """One person's wish to like one post."""

    INSERT = (
        f"INSERT INTO {Like._meta.db_table} (post_id, user_id, created_at) VALUES (%s, %s, %s) "
        "ON CONFLICT (post_id, user_id) DO NOTHING"
    )

    def __init__(self, post_id, user_id):
        self.post_id = post_id
        self.user_id = user_id

    def insert(self):
        """Return whether there was no such like yet; wait if it is just being made."""
        with connection.cursor() as cursor:
            cursor.execute(self.INSERT, (self.post_id, self.user_id, timezone.now()))
            return cursor.rowcount > 0

    def count(self):
        """Add one to what the number is when the row is locked."""
        if not Post.objects.filter(pk=self.post_id).update(kept_likes=F("kept_likes") + 1):
            raise Post.DoesNotExist(f"There is no post {self.post_id}.")

    def apply(self):
        """Do both, or none of them."""
        with transaction.atomic():
            is_new = self.insert()
            if is_new:
                self.count()
        return is_new


def like(post_id, user_id):
    return Liking(post_id, user_id).apply()
