"""A class with slices of 50: one statement locks the rows of all four tables, and the posts that must stay are left out of later slices."""

from django.db import connection, transaction

ROWS = {
    "c": "discuss_comment",
    "l": "discuss_like",
    "s": "discuss_likeshard",
    "t": "discuss_post_tags",
}


class Purge:
    size = 50

    def __init__(self, before):
        self.before = before
        self.staying = []

    def run(self):
        while self.one_slice():
            pass

    def one_slice(self):
        with transaction.atomic(), connection.cursor() as self.cursor:
            ids = self.lock_posts()
            blocked = self.blocked(ids) if ids else []
            self.staying += blocked
            self.delete(sorted(set(ids) - set(blocked)))
        return bool(ids)

    def fetch(self, sql, **params):
        self.cursor.execute(sql, params)
        return [row[0] for row in self.cursor.fetchall()]

    def lock_posts(self):
        return self.fetch(
            """
            SELECT p.id
            FROM discuss_post p LEFT JOIN contests_contest c ON c.id = p.contest_id
            WHERE p.published_at < %(before)s
              AND (p.contest_id IS NULL OR c.closes_at < %(before)s)
              AND NOT p.id = ANY(%(staying)s::bigint[])
            LIMIT %(size)s
            FOR UPDATE OF p SKIP LOCKED
            """,
            before=self.before,
            staying=self.staying,
            size=self.size,
        )

    def blocked(self, ids):
        locks = ", ".join(
            f"{name} AS MATERIALIZED (SELECT id FROM {table}"
            " WHERE post_id = ANY(%(ids)s::bigint[]) FOR UPDATE SKIP LOCKED)"
            for name, table in ROWS.items()
        )
        left = " UNION ".join(
            f"SELECT post_id FROM {table} WHERE post_id = ANY(%(ids)s::bigint[])"
            f" AND id NOT IN (SELECT id FROM {name})"
            for name, table in ROWS.items()
        )
        return self.fetch(f"WITH {locks} {left}", ids=ids)

    def delete(self, ids):
        if not ids:
            return
        for table in ROWS.values():
            self.cursor.execute(f"DELETE FROM {table} WHERE post_id = ANY(%s::bigint[])", [ids])
        self.cursor.execute("DELETE FROM discuss_post WHERE id = ANY(%s::bigint[])", [ids])


def purge(before):
    Purge(before).run()
