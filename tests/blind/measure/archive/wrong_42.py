"""queries: it sends two.

The names are fetched with a cursor of psycopg's own below Django's, so Django's log has only one
query, but the server receives two."""

from django.db import connection

from arena.discuss.models import Post


def archive():
    posts = list(Post.objects.order_by("-pk"))
    with connection.connection.cursor() as cursor:
        cursor.execute("SELECT id, username FROM accounts_user")
        names = dict(cursor.fetchall())
    return [f"{post.title}, by {names[post.author_id]}" for post in posts]
