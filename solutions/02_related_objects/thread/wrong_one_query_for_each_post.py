"""Everything that was said on a post comes in one query, and each post sends that query.

More comments cost nothing here. More posts still do.

Breaks: queries
Fails: posts
"""

from collections import defaultdict

from arena.discuss.models import Post


def thread(limit=10):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    rows = []
    for post in posts[:limit]:
        comments, replies = [], defaultdict(list)
        for comment in post.comments.select_related("author").order_by("created_at", "pk"):
            row = {"author": comment.author.username, "body": comment.body}
            if comment.parent_id is None:
                comments.append({**row, "replies": replies[comment.pk]})
            else:
                replies[comment.parent_id].append(row)
        rows.append({"title": post.title, "comments": comments})
    return rows
