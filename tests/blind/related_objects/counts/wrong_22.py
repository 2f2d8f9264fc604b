"""WRONG (rule: counts): shows kept_comments and kept_likes, copies that nothing keeps right."""

from arena.discuss.models import Post


def totals(limit=50):
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .values_list("title", "kept_comments", "kept_likes")
    )
    return [
        {"title": title, "comments": comments, "likes": likes}
        for title, comments, likes in posts[:limit]
    ]
