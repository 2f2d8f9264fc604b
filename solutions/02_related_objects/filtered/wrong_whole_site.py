"""Two queries, and the second fetches what waits on every post of the site, shown or not.

Breaks: fetched
Fails: rows
"""

from collections import defaultdict

from arena.discuss.models import Comment, Post


def queue(limit=50):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    waiting = Comment.objects.filter(is_approved=False).select_related("author")
    comments = defaultdict(list)
    for comment in waiting.order_by("-created_at", "-pk"):
        comments[comment.post_id].append(comment)
    return [
        {
            "title": post.title,
            "waiting": len(comments[post.pk]),
            "comments": [{"author": c.author.username, "body": c.body} for c in comments[post.pk]],
        }
        for post in posts[:limit]
    ]
