"""Two classes with the same method, for the engine and for the database alone; a dictionary puts the hits into the engine's order."""

from arena.discuss.models import Post
from arena.search.backends import SearchError


class Engine:
    def __init__(self, engine, seconds=0.5):
        self.engine, self.seconds = engine, seconds

    def find(self, words, limit):
        keys = list(self.engine.search("posts", words, limit=limit, timeout=self.seconds))
        posts = Post.objects.filter(pk__in=keys).exclude(published_at=None)
        by_key = {post.pk: post for post in posts.select_related("author").only("title", "author__username")}
        return [by_key[key] for key in keys if key in by_key]


class Database:
    size = 1000

    def find(self, words, limit):
        candidates = Post.objects.exclude(published_at=None).order_by("-id").values_list("id", flat=True)[: self.size]
        posts = Post.objects.filter(id__in=candidates, title__icontains=words).order_by("-id")
        return posts.select_related("author").only("title", "author__username")[:limit]


def search(engine, words, limit=20):
    try:
        posts = Engine(engine).find(words, limit)
    except SearchError:
        # Only the engine raises this, before any query.
        posts = Database().find(words, limit)
    return [{"id": post.id, "title": post.title, "author": post.author.username} for post in posts]
