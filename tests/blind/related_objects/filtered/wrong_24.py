"""WRONG (rule: comments): two posts with the same title each show the comments of both."""

from collections import defaultdict

from arena.discuss.models import Comment, Post


def queue(limit=50):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    titles = list(posts.values_list("pk", "title")[:limit])
    by_title = defaultdict(list)
    comments = (
        Comment.objects.filter(post_id__in=[pk for pk, _ in titles], is_approved=False)
        .order_by("-created_at", "-pk")
        .values_list("post__title", "author__username", "body")
    )
    for title, author, body in comments:
        by_title[title].append({"author": author, "body": body})
    return [
        {"title": title, "waiting": len(by_title[title]), "comments": list(by_title[title])}
        for _, title in titles
    ]
