"""WRONG (limit: queries): comments come for 20 posts at a time: 4 queries for 50 posts, 6 for 100."""

from arena.discuss.models import Comment, Post

AT_A_TIME = 20


def queue(limit=50):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    rows = {
        pk: {"title": title, "waiting": 0, "comments": []}
        for pk, title in posts.values_list("pk", "title")[:limit]
    }
    keys = list(rows)
    for start in range(0, len(keys), AT_A_TIME):
        comments = (
            Comment.objects.filter(
                post_id__in=keys[start : start + AT_A_TIME], is_approved=False
            )
            .order_by("-created_at", "-pk")
            .values_list("post_id", "author__username", "body")
        )
        for pk, author, body in comments:
            rows[pk]["comments"].append({"author": author, "body": body})
            rows[pk]["waiting"] += 1
    return list(rows.values())
