"""WRONG (limit: work): whether a comment is among the newest three is asked for each comment of a
post, so a post with thousands of them has its comments read thousands of times.
"""

from collections import defaultdict

from django.db.models import OuterRef

from arena.discuss.models import Comment, Post


def latest_comments(limit=20):
    posts = list(
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .values_list("pk", "title")[:limit]
    )
    newest = (
        Comment.objects.filter(post=OuterRef("post"), is_approved=True)
        .order_by("-created_at", "-pk")
        .values("pk")[:3]
    )
    comments = (
        Comment.objects.filter(post__in=[pk for pk, _ in posts], pk__in=newest)
        .order_by("-created_at", "-pk")
        .values_list("post_id", "author__username", "body")
    )
    said = defaultdict(list)
    for post_id, author, body in comments:
        said[post_id].append({"author": author, "body": body})
    return [{"title": title, "comments": said[pk]} for pk, title in posts]
