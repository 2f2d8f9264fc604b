"""The posts, then a join for each count, limited to those posts."""

from django.db.models import Count, Q

from arena.discuss.models import Post


def totals(limit=50):
    newest = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    shown = list(newest.values_list("pk", "title")[:limit])
    posts = Post.objects.filter(pk__in=[pk for pk, _ in shown])
    approved = Count("comments", filter=Q(comments__is_approved=True))
    comments = dict(posts.annotate(number=approved).values_list("pk", "number"))
    likes = dict(posts.annotate(number=Count("likes")).values_list("pk", "number"))
    return [{"title": title, "comments": comments[pk], "likes": likes[pk]} for pk, title in shown]
