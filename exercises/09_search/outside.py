"""A search sends a query for every hit, and fails when the engine is down.

engine.search(index, words, limit=…, timeout=…) returns keys of posts, best first. It raises
arena.search.backends.SearchError when it is down, or silent for `timeout` seconds.

Change search() so that it fetches all hits together, and works without the engine.

Rules:
- rows: a list of dictionaries with the same keys and values, in the engine's order.
- gone: deleted posts and drafts are left out; the list is then shorter.
- engine: called once, with `words` and `limit`, for at most 0.5 seconds.
- down: on SearchError, published posts whose title contains `words`, ignoring case; highest id
  first, at most `limit`.
- bounded: then only among the 1,000 published posts with the highest ids.
- other errors: they reach the caller.

Allowed:
- queries: at most 3, however many hits.
- fetched: at most twice `limit` rows.
"""

from arena.discuss.models import Post


def search(engine, words, limit=20):
    # TODO: a query for each hit, two with its author; and nothing at all if the engine is down.
    found = []
    for key in engine.search("posts", words, limit=limit):
        post = Post.objects.filter(pk=key, published_at__isnull=False).first()
        if post:
            found.append({"id": post.pk, "title": post.title, "author": post.author.username})
    return found
