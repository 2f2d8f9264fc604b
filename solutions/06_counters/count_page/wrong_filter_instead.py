"""filter() on the comments drops every post that has none; the condition belongs in Count().

Breaks: rows
Fails: answer
"""

from django.db.models import Count, Q

from arena.discuss.models import Post


def page(since, limit=100):
    newest = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    posts = (
        Post.objects.filter(pk__in=newest.values("pk")[:limit], comments__is_approved=True)
        .annotate(
            number=Count("comments"),
            new=Count("comments", filter=Q(comments__created_at__gte=since)),
        )
        .order_by("-published_at", "-pk")
    )
    return [{"title": post.title, "comments": post.number, "new": post.new} for post in posts]
