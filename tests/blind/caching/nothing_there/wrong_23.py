"""WRONG (rule: age): one dictionary for all, stored again for each new person: while people are looked up, its old answers never expire."""

from django.core.cache import cache

from arena.discuss.models import Post


def find(user_id):
    posts = Post.objects.filter(author_id=user_id, published_at__isnull=False)
    newest = posts.order_by("-published_at", "-pk").values_list("title", flat=True)
    return newest.first()


def latest_post(user_id):
    titles = cache.get("latest_posts") or {}
    if user_id not in titles:
        titles[user_id] = find(user_id)
        cache.set("latest_posts", titles, timeout=300)
    return titles[user_id]
