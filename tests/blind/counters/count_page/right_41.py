"""Two correlated subqueries count, for the posts of the page only.
"""

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from arena.discuss.models import Comment, Post


def number_of(comments):
    """Return how many of these comments a post has, as a subquery."""
    of_post = comments.filter(post=OuterRef("pk")).order_by().values("post")
    return Coalesce(Subquery(of_post.annotate(number=Count("pk")).values("number")), 0)


def page(since, limit=100):
    approved = Comment.objects.filter(is_approved=True)
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    rows = posts.values("title").annotate(
        comments=number_of(approved), new=number_of(approved.filter(created_at__gte=since))
    )
    return list(rows[:limit])
