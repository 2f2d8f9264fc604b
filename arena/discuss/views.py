"""The feed, a post with what is said about it, and the posts as an API."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from rest_framework.generics import ListAPIView

from arena.discuss.models import Comment, Post
from arena.discuss.serializers import PostSerializer

PAGE = 50


def feed(request: HttpRequest) -> JsonResponse:
    """Show the newest posts. Slow: each post asks for its author, editor, tags and two counts."""
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    return JsonResponse({"posts": [_teaser(post) for post in posts[:PAGE]]})


def _teaser(post: Post) -> dict[str, Any]:
    return {
        "id": post.pk,
        "title": post.title,
        "published_at": post.published_at,
        "author": post.author.username,
        "editor": post.editor.username if post.editor else None,
        "tags": [tag.name for tag in post.tags.order_by("name")],
        "comments": post.comments.filter(is_approved=True).count(),
        "likes": post.likes.count(),
    }


def thread(request: HttpRequest, pk: int) -> JsonResponse:
    """Show a post and its newest comments. Slow: each comment asks for its author and replies."""
    post = get_object_or_404(Post, pk=pk, published_at__isnull=False)
    comments = post.comments.filter(is_approved=True, parent=None).order_by("-created_at", "-pk")
    return JsonResponse(
        {
            "id": post.pk,
            "title": post.title,
            "body": post.body,
            "author": post.author.username,
            "comments": [_said(comment) for comment in comments[:PAGE]],
        }
    )


def _said(comment: Comment) -> dict[str, Any]:
    replies = comment.replies.filter(is_approved=True).order_by("created_at", "pk")
    return {
        "id": comment.pk,
        "author": comment.author.username,
        "body": comment.body,
        "created_at": comment.created_at,
        "replies": [_said(reply) for reply in replies],
    }


class PostList(ListAPIView):
    """List the newest posts. Slow: each post asks for author, tags, comments, and their authors."""

    queryset = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    serializer_class = PostSerializer

    def get_queryset(self) -> Any:
        """Return one page of posts."""
        return super().get_queryset()[:PAGE]
