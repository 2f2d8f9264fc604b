"""Classes: one locks both tables, one merges with WITH statements, and a registry adds tags one transaction at a time."""

from contextlib import contextmanager

from django.db import OperationalError, connection, transaction

from arena.discuss.models import Post, Tag

TAGS = Tag._meta.db_table
USES = Post.tags.through._meta.db_table


def execute(sql, params=None):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


class BothTables:
    """Others wait from here on. Nothing is held while this waits, so there is no deadlock."""

    @contextmanager
    def locked(self):
        with transaction.atomic():
            busy, other = TAGS, USES
            while not self.try_lock(busy, other):
                busy, other = other, busy  # wait for the one that somebody uses
            yield

    def try_lock(self, busy, other):
        try:
            with transaction.atomic():
                execute(f"LOCK TABLE {busy} IN EXCLUSIVE MODE; LOCK TABLE {other} IN EXCLUSIVE MODE NOWAIT")
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", None) == "55P03":
                return False
            raise
        return True


class Merge:
    MAP = f"SELECT id, name, first_value(id) OVER (PARTITION BY name ORDER BY id) AS kept FROM {TAGS}"

    def run(self):
        execute("SET CONSTRAINTS ALL IMMEDIATE")
        execute(
            f"""
            WITH tags AS ({self.MAP}),
            uses AS (
                SELECT u.id, min(u.id) OVER (PARTITION BY u.post_id, t.kept) AS kept
                FROM {USES} u JOIN tags t ON t.id = u.tag_id
            )
            DELETE FROM {USES} WHERE id IN (SELECT id FROM uses WHERE id <> kept)
            """
        )
        execute(
            f"WITH tags AS ({self.MAP}) UPDATE {USES} u SET tag_id = t.kept FROM tags t "
            "WHERE t.id = u.tag_id AND t.id <> t.kept"
        )
        execute(f"WITH tags AS ({self.MAP}) DELETE FROM {TAGS} WHERE id IN (SELECT id FROM tags WHERE id <> kept)")
        execute(f"CREATE UNIQUE INDEX IF NOT EXISTS {TAGS}_uniq_name ON {TAGS} (name)")


class Registry:
    def get(self, name):
        return Tag.objects.filter(name=name).order_by("pk").values_list("pk", flat=True).first()

    @transaction.atomic
    def add(self, name):
        execute("SELECT pg_advisory_xact_lock(%s, %s)", [1407, 1])
        Tag.objects.bulk_create([Tag(name=name)], ignore_conflicts=True)
        return self.get(name)

    def id_of(self, name):
        key = self.get(name)
        while key is None:
            key = self.add(name)
        return key


def migrate():
    with BothTables().locked():
        Merge().run()


def tag(name):
    return Registry().id_of(name)
