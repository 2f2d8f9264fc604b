"""WRONG (rule: comments): the counts are kept by title, so two posts of the page with the same title both show the sum."""

from collections import Counter

from django.db.models import Count, Q

from arena.discuss.models import Comment, Post


def page(since, limit=100):
    posts = dict(
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .values_list("pk", "title")[:limit]
    )
    counted = (
        Comment.objects.filter(post__in=list(posts), is_approved=True)
        .values_list("post")
        .annotate(number=Count("pk"), new=Count("pk", filter=Q(created_at__gte=since)))
    )
    comments, recent = Counter(), Counter()
    for post, number, new in counted:
        comments[posts[post]] += number
        recent[posts[post]] += new
    return [
        {"title": title, "comments": comments[title], "new": recent[title]}
        for title in posts.values()
    ]
