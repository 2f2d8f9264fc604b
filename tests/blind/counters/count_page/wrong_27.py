"""WRONG (rule: rows): cuts the page by the moment alone and sorts ties afterwards, so of posts published together at the end of the page the wrong ones are shown."""

from django.db.models import Count, Q

from arena.discuss.models import Comment, Post


def page(since, limit=100):
    newest = Post.objects.filter(published_at__isnull=False).order_by("-published_at")
    posts = sorted(
        newest.values_list("published_at", "pk", "title")[:limit], reverse=True
    )
    counted = (
        Comment.objects.filter(post__in=[pk for _, pk, _ in posts], is_approved=True)
        .values_list("post")
        .annotate(number=Count("pk"), new=Count("pk", filter=Q(created_at__gte=since)))
    )
    numbers = {post: (number, new) for post, number, new in counted}
    rows = []
    for _, pk, title in posts:
        number, new = numbers.get(pk, (0, 0))
        rows.append({"title": title, "comments": number, "new": new})
    return rows
