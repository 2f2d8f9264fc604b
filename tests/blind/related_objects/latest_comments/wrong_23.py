"""WRONG (allowed: work): the subquery for the newest three runs once for each comment of the posts, so work grows with the square of a post's comments."""

from collections import defaultdict

from django.db.models import OuterRef, Subquery

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
    said = defaultdict(list)
    for comment in (
        Comment.objects.filter(post__in=[pk for pk, _ in posts], pk__in=Subquery(newest))
        .select_related("author")
        .order_by("-created_at", "-pk")
    ):
        said[comment.post_id].append(
            {"author": comment.author.username, "body": comment.body}
        )
    return [{"title": title, "comments": said[pk]} for pk, title in posts]
