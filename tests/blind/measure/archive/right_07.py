from django.contrib.auth import get_user_model
from django.db import connection

from arena.discuss.models import Post


def archive():
    post_table = connection.ops.quote_name(Post._meta.db_table)
    user_table = connection.ops.quote_name(get_user_model()._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT p.title, u.username FROM {post_table} p"
            f" INNER JOIN {user_table} u ON p.author_id = u.id ORDER BY p.id DESC"
        )
        return ["%s, by %s" % (title, username) for title, username in cursor.fetchall()]
