"""Posts of people whose account was closed disappear from the front page.

Nobody asked for this filter. It changes nothing as long as every account in the tests is active.

Breaks: rows
Fails: answer
"""

from arena.discuss.models import Post


def feed(limit=50):
    posts = (
        Post.objects.filter(published_at__isnull=False, author__is_active=True)
        .select_related("author", "editor", "contest")
        .order_by("-published_at", "-pk")
    )
    return [
        {
            "title": post.title,
            "author": post.author.username,
            "editor": post.editor.username if post.editor else None,
            "contest": post.contest.title if post.contest else None,
        }
        for post in posts[:limit]
    ]
