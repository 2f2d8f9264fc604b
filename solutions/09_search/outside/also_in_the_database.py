"""The database sorts by the engine's order, and the authors come in a query of their own."""

from django.db.models import Case, IntegerField, Value, When

from arena.discuss.models import Post
from arena.search.backends import SearchError


def search(engine, words, limit=20):
    posts = Post.objects.exclude(published_at=None)
    try:
        keys = engine.search("posts", words, limit=limit, timeout=0.5)
    except SearchError:
        newest = posts.order_by("-id").values("id")[:1000]
        posts = Post.objects.filter(id__in=newest, title__icontains=words).order_by("-id")[:limit]
    else:
        if not keys:
            return []
        places = [When(id=key, then=Value(place)) for place, key in enumerate(keys)]
        order = Case(*places, output_field=IntegerField())
        posts = posts.filter(id__in=keys).order_by(order)
    return [
        {"id": post.id, "title": post.title, "author": post.author.username}
        for post in posts.prefetch_related("author")
    ]
