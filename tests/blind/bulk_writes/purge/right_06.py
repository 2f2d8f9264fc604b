"""What refers to a post is read from the models, so a new relation can't be forgotten."""

from django.db import connection, transaction
from django.db.models import Q

from arena.contests.models import Contest
from arena.discuss.models import Post


def references():
    """Return the table and column of each foreign key to a post."""
    for relation in Post._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and not relation.many_to_many:
            yield relation.related_model._meta.db_table, relation.field.column


class Purge:
    size = 100

    def __init__(self, before):
        closed = Contest.objects.filter(closes_at__lt=before)
        self.old = Post.objects.filter(
            Q(contest__isnull=True) | Q(contest__in=closed), published_at__lt=before
        )
        self.references = list(references())
        self.last = 0

    def run(self):
        while self.purge_slice():
            pass

    def purge_slice(self):
        with transaction.atomic(), connection.cursor() as cursor:
            ids = self.lock()
            if not ids:
                return False
            self.last = ids[-1]
            for table, column in self.references:
                ids = self.without_busy(cursor, ids, table, column)
            if ids:
                for table, column in self.references:
                    cursor.execute(f'DELETE FROM "{table}" WHERE "{column}" = ANY(%s)', [ids])
                cursor.execute(f'DELETE FROM "{Post._meta.db_table}" WHERE id = ANY(%s)', [ids])
        return True

    def lock(self):
        posts = self.old.filter(pk__gt=self.last).order_by("pk")
        posts = posts.select_for_update(skip_locked=True, of=("self",))
        return list(posts.values_list("pk", flat=True)[: self.size])

    def without_busy(self, cursor, ids, table, column):
        """Lock the rows of a table, and leave out the posts where that isn't possible at once."""
        if not ids:
            return ids
        cursor.execute(
            f"""
            WITH free AS MATERIALIZED (
                SELECT id FROM "{table}" WHERE "{column}" = ANY(%(ids)s) FOR UPDATE SKIP LOCKED
            )
            SELECT DISTINCT "{column}" FROM "{table}"
            WHERE "{column}" = ANY(%(ids)s) AND id NOT IN (SELECT id FROM free)
            """,
            {"ids": ids},
        )
        busy = {key for (key,) in cursor.fetchall()}
        return [key for key in ids if key not in busy]


def purge(before):
    Purge(before).run()
