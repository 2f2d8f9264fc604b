"""WRONG (rule: counts): kept until a new comment or like: stale if an old one is approved or goes."""

from django.db.models import Count, Subquery

from arena.discuss.models import Comment, Like, Post

_kept = {"key": None, "comments": {}, "likes": {}}


def _count(rows, ids):
    each = rows.filter(post_id__in=ids).values("post_id").annotate(n=Count("pk"))
    return dict(each.values_list("post_id", "n"))


def totals(limit=50):
    global _kept
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .annotate(
            # Nothing to count again if nobody has commented or liked since.
            newest_comment=Subquery(Comment.objects.order_by("-pk").values("pk")[:1]),
            newest_like=Subquery(Like.objects.order_by("-pk").values("pk")[:1]),
        )
        .order_by("-published_at", "-pk")
    )
    page = list(posts.values_list("pk", "title", "newest_comment", "newest_like")[:limit])
    ids = [row[0] for row in page]
    key = [(row[0], row[2], row[3]) for row in page]
    kept = _kept
    if kept["key"] != key:
        kept = {
            "key": key,
            "comments": _count(Comment.objects.filter(is_approved=True), ids),
            "likes": _count(Like.objects.all(), ids),
        }
        _kept = kept
    return [
        {
            "title": title,
            "comments": kept["comments"].get(pk, 0),
            "likes": kept["likes"].get(pk, 0),
        }
        for pk, title, _, _ in page
    ]
