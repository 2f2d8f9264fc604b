"""Wrong: updates: fillfactor does not change the pages that are full already, and the index stays."""

from django.db import connection


def prepare():
    with connection.cursor() as cursor:
        cursor.execute("""ALTER TABLE discuss_post SET (fillfactor = 50)""")
        cursor.execute("""CREATE INDEX most_liked ON discuss_post (kept_likes DESC, id DESC)""")


def like(post_id):
    with connection.cursor() as cursor:
        cursor.execute("""UPDATE discuss_post SET kept_likes = kept_likes + 1 WHERE id = %s""", [post_id])


def top(limit):
    with connection.cursor() as cursor:
        cursor.execute("""SELECT id, kept_likes FROM discuss_post ORDER BY kept_likes DESC, id DESC LIMIT %s""", [limit])
        return cursor.fetchall()
