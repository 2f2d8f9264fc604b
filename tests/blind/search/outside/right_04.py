"""RIGHT: prefetch_related(), two queries of at most `limit` rows each, and a sort in Python by place."""

from arena.discuss.models import Post
from arena.search.backends import SearchError


def search(engine, words, limit=20):
    down = False
    keys = []
    try:
        keys = engine.search("posts", words, limit=limit, timeout=0.5)
    except SearchError:
        down = True

    if down:
        newest = Post.objects.filter(published_at__isnull=False).order_by("-pk")[:1000]
        queryset = Post.objects.filter(pk__in=newest.values_list("pk", flat=True))
        queryset = queryset.filter(title__icontains=words).order_by("-pk")
        posts = list(queryset.prefetch_related("author")[:limit])
    else:
        places = {key: place for place, key in enumerate(keys)}
        queryset = Post.objects.filter(pk__in=keys, published_at__isnull=False)
        posts = list(queryset.prefetch_related("author"))
        posts.sort(key=lambda post: places[post.pk])

    return [{"id": p.pk, "title": p.title, "author": p.author.username} for p in posts]
