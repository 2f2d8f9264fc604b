"""WRONG (rule: zero): None for a post that has comments, but not one that is approved."""

from django.db.models import Case, Count, IntegerField, Sum, When

from arena.discuss.models import Comment, Like, Post


def totals(limit=50):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    page = list(posts.values_list("pk", "title")[:limit])
    ids = [pk for pk, _ in page]
    approved = Case(When(is_approved=True, then=1), output_field=IntegerField())
    comments = dict(
        Comment.objects.filter(post_id__in=ids)
        .values("post_id")
        .annotate(n=Sum(approved))
        .values_list("post_id", "n")
    )
    likes = dict(
        Like.objects.filter(post_id__in=ids)
        .values("post_id")
        .annotate(n=Count("pk"))
        .values_list("post_id", "n")
    )
    return [
        {"title": title, "comments": comments.get(pk, 0), "likes": likes.get(pk, 0)}
        for pk, title in page
    ]
