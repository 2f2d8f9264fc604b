"""RIGHT: Comment.objects.raw() over unnest() of the posts' ids, with a lateral LIMIT for each."""

from collections import defaultdict

from arena.discuss.models import Comment, Post

SQL = """
    SELECT newest.id, newest.post_id, newest.body, author.username AS said_by
    FROM unnest(%s::bigint[]) AS shown (post_id)
    CROSS JOIN LATERAL (
        SELECT comment.id, comment.post_id, comment.body, comment.author_id, comment.created_at
        FROM discuss_comment AS comment
        WHERE comment.post_id = shown.post_id AND comment.is_approved
        ORDER BY comment.created_at DESC, comment.id DESC
        LIMIT 3
    ) AS newest
    JOIN accounts_user AS author ON author.id = newest.author_id
    ORDER BY newest.created_at DESC, newest.id DESC
"""


def latest_comments(limit=20):
    posts = list(
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .values("pk", "title")[:limit]
    )
    said = defaultdict(list)
    if posts:
        for comment in Comment.objects.raw(SQL, [[post["pk"] for post in posts]]):
            said[comment.post_id].append({"author": comment.said_by, "body": comment.body})
    return [{"title": post["title"], "comments": said[post["pk"]]} for post in posts]
