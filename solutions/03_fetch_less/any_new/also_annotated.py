"""The question is part of another query: one row of the post, with a boolean beside it."""

from django.db.models import Exists, OuterRef

from arena.discuss.models import Comment, Post


def any_new(post_id, since):
    new = Comment.objects.filter(post=OuterRef("pk"), is_approved=True, created_at__gt=since)
    posts = Post.objects.filter(pk=post_id).annotate(dot=Exists(new))
    return any(posts.values_list("dot", flat=True))


def new_comments(post_id, since):
    comments = Comment.objects.filter(post_id=post_id, is_approved=True, created_at__gt=since)
    bodies = [body for [body] in comments.order_by("-created_at", "-pk").values_list("body")]
    if not bodies:
        return None
    return bodies
