"""A query for the posts with one count each, and a second one with the other."""

from django.db.models import Count, Q

from arena.discuss.models import Post


def totals(limit=50):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    commented = posts.annotate(number=Count("comments", filter=Q(comments__is_approved=True)))
    liked = posts.annotate(number=Count("likes"))
    likes = dict(liked.values_list("pk", "number")[:limit])
    return [
        {"title": post.title, "comments": post.number, "likes": likes[post.pk]}
        for post in commented[:limit]
    ]
