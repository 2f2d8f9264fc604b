"""RIGHT: a beginner's: two simple queries, posts and names, and loops; the fallback is raw()."""

from django.contrib.auth import get_user_model

from arena.discuss.models import Post
from arena.search.backends import SearchError


def search(engine, words, limit=20):
    posts = []
    try:
        keys = engine.search("posts", words, limit=limit, timeout=0.5)
    except SearchError:
        keys = None

    if keys is None:
        posts = list(
            Post.objects.raw(
                """
                WITH newest AS MATERIALIZED (
                    SELECT * FROM discuss_post WHERE published_at IS NOT NULL
                    ORDER BY id DESC LIMIT 1000
                )
                SELECT id, title, author_id FROM newest
                WHERE position(upper(%s) IN upper(title)) > 0
                ORDER BY id DESC LIMIT %s
                """,
                [words, limit],
            )
        )
    else:
        found = {}
        for post in Post.objects.filter(pk__in=list(keys)):
            found[post.pk] = post
        for key in keys:
            if key in found and found[key].published_at is not None:
                posts.append(found[key])

    names = {}
    authors = get_user_model().objects.filter(pk__in={post.author_id for post in posts})
    for key, name in authors.values_list("pk", "username"):
        names[key] = name

    result = []
    for post in posts:
        result.append({"id": post.pk, "title": post.title, "author": names[post.author_id]})
    return result
