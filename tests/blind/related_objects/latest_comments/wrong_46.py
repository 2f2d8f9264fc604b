"""queries: a query for each post as before, only all of them in one call of execute().

The statements are joined with semicolons, and the server runs them one by one. It shows in the
server's log or pg_stat_statements with 8 posts or more, not in the number of calls.
"""

from django.db import connection

from arena.discuss.models import Post

NEWEST = """
    SELECT author.username, comment.body
    FROM discuss_comment AS comment
    JOIN accounts_user AS author ON author.id = comment.author_id
    WHERE comment.post_id = %s AND comment.is_approved
    ORDER BY comment.created_at DESC, comment.id DESC
    LIMIT 3
"""


def latest_comments(limit=20):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    titles = list(posts.values_list("pk", "title")[:limit])
    if not titles:
        return []
    rows = []
    with connection.cursor() as cursor:
        cursor.execute(";".join([NEWEST] * len(titles)), [pk for pk, _ in titles])
        for _, title in titles:
            comments = [{"author": author, "body": body} for author, body in cursor.fetchall()]
            rows.append({"title": title, "comments": comments})
            cursor.nextset()
    return rows
