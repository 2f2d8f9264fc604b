"""A condition on the editor is an inner join: it drops every post that nobody edited.

Breaks: no relation
Fails: answer
"""

from arena.discuss.models import Post


def feed(limit=50):
    posts = (
        Post.objects.filter(published_at__isnull=False, editor__isnull=False)
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
