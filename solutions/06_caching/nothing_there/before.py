"""Whoever has written nothing is asked about again and again.

On each profile of Arena stands the person's latest post, taken from the cache. For those who write
it works. Most people have never published anything: for them the answer is None, the code takes
that for a miss, and every visit to their profile is a query. Those are most of the visits.

Change latest_post() so that the answer "nothing" is kept like any other.

Allowed: at most 1 query for a person, and none when the cache has the answer, whatever it is; at
most 3 round trips to the cache. An answer may be five minutes old, and at most an hour: nothing may
stay in the cache for ever. Keep it in Django's default cache, which all processes share, and not in
a variable. That cache may lose anything at any moment. The result stays as it is: the title of the
person's newest published post, of equal ones that with the higher id, and None (the value, and not
a text or another stand-in) for somebody who has published none or who does not exist. The title of
a post may be empty, or any other text.
"""

from django.core.cache import cache

from arena.discuss.models import Post


def latest_post(user_id):
    key = f"latest_post:{user_id}"
    title = cache.get(key)
    # TODO: None is also what the cache holds for somebody without a post.
    if title is None:
        posts = Post.objects.filter(author_id=user_id, published_at__isnull=False)
        newest = posts.order_by("-published_at", "-pk").values_list("title", flat=True)
        title = newest.first()
        cache.set(key, title, timeout=300)
    return title
