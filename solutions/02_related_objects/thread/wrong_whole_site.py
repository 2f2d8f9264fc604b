"""Two queries, and the second fetches every comment of the site for a page of a few posts.

Every new comment on any other page makes it slower.

Breaks: fetched
Fails: rows
"""

from collections import defaultdict

from arena.discuss.models import Comment, Post


def thread(limit=10):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    comments, replies = defaultdict(list), defaultdict(list)
    for comment in Comment.objects.select_related("author").order_by("created_at", "pk"):
        row = {"author": comment.author.username, "body": comment.body}
        if comment.parent_id is None:
            comments[comment.post_id].append({**row, "replies": replies[comment.pk]})
        else:
            replies[comment.parent_id].append(row)
    return [{"title": post.title, "comments": comments[post.pk]} for post in posts[:limit]]
