"""RIGHT: two queries; the page's keys go back as one array, and unnest() counts in its order."""

from django.db import connection

from arena.discuss.models import Comment, Post

SQL = f"""
    SELECT (
        SELECT count(*) FROM "{Comment._meta.db_table}" AS comment
        WHERE comment.post_id = wanted.post_id AND comment.is_approved
    ), (
        SELECT count(*) FROM "{Comment._meta.db_table}" AS comment
        WHERE comment.post_id = wanted.post_id AND comment.is_approved
          AND comment.created_at >= %s
    )
    FROM unnest(%s::bigint[]) WITH ORDINALITY AS wanted (post_id, place)
    ORDER BY wanted.place
"""


def numbers(pks, since):
    since = Comment._meta.get_field("created_at").get_db_prep_value(since, connection)
    with connection.cursor() as cursor:
        cursor.execute(SQL, [since, pks])
        return cursor.fetchall()


def page(since, limit=100):
    published = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    posts = list(published.values_list("pk", "title")[:limit])
    if not posts:
        return []
    counted = numbers([pk for pk, _ in posts], since)
    return [
        {"title": title, "comments": comments, "new": new}
        for (_, title), (comments, new) in zip(posts, counted, strict=True)
    ]
