"""Reads the stored count of the post, which says nothing about new ones and may be wrong.

Breaks: dot
Fails: answer
"""

from arena.discuss.models import Comment, Post


def any_new(post_id, since):
    return Post.objects.filter(pk=post_id, kept_comments__gt=0).exists()


def new_comments(post_id, since):
    comments = Comment.objects.filter(post=post_id, is_approved=True, created_at__gt=since)
    return [comment.body for comment in comments.order_by("-created_at", "-pk")] or None
