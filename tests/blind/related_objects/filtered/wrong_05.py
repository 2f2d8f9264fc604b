"""WRONG (limit: fetched): comments are asked for by the time of the oldest post shown; if a post that
is not shown was published at the very same time, its comments are fetched too, and thrown away.
"""

from arena.discuss.models import Comment, Post


def queue(limit=50):
    posts = list(
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .values_list("pk", "title", "published_at")[:limit]
    )
    if not posts:
        return []
    rows = {pk: {"title": title, "waiting": 0, "comments": []} for pk, title, _ in posts}
    *_, (_, _, oldest) = posts
    # One comparison is cheaper for the database than a long list of keys.
    waiting = (
        Comment.objects.filter(is_approved=False, post__published_at__gte=oldest)
        .order_by("-created_at", "-pk")
        .values_list("post_id", "author__username", "body")
    )
    for pk, author, body in waiting:
        if row := rows.get(pk):
            row["waiting"] += 1
            row["comments"].append({"author": author, "body": body})
    return list(rows.values())
