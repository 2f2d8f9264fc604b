"""WRONG (rule: rows): the pk is left out of the order, so ties of published_at come in any order."""

from arena.discuss.models import Post


def feed(limit=50):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at")
    rows = posts.values_list("title", "author__username", "editor__username", "contest__title")
    return [
        {"title": title, "author": author, "editor": editor, "contest": contest}
        for title, author, editor, contest in rows[:limit]
    ]
