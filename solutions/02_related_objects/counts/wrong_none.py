"""A subquery without rows is NULL: a post without comments shows None in place of 0.

Breaks: zero
Fails: answer
"""

from django.db.models import Count, OuterRef, Subquery

from arena.discuss.models import Comment, Like, Post


def number_of(objects):
    of_post = objects.filter(post=OuterRef("pk")).order_by().values("post")
    return Subquery(of_post.annotate(number=Count("pk")).values("number"))


def totals(limit=50):
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .annotate(
            number_of_comments=number_of(Comment.objects.filter(is_approved=True)),
            number_of_likes=number_of(Like.objects.all()),
        )
        .order_by("-published_at", "-pk")
    )
    return [
        {"title": post.title, "comments": post.number_of_comments, "likes": post.number_of_likes}
        for post in posts[:limit]
    ]
