"""RIGHT: three queries: the posts as objects, then each number for all of them, as a Counter."""

from collections import Counter

from django.db.models import Count

from arena.discuss.models import Comment, Post


def by_post(comments):
    return Counter(dict(comments.order_by().values_list("post_id").annotate(Count("pk"))))


def page(since, limit=100):
    newest = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    posts = list(newest.only("title")[:limit])
    approved = Comment.objects.filter(is_approved=True, post__in=posts)
    comments = by_post(approved)
    new = by_post(approved.filter(created_at__gte=since))
    return [
        {"title": post.title, "comments": comments[post.pk], "new": new[post.pk]} for post in posts
    ]
