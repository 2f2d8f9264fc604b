"""DELETE ... RETURNING takes the notes and locks them, in a transaction that ends after the engine.

If the engine fails or the process dies, the notes are back.
"""

import logging

from django.db import connection, transaction

from arena.discuss.models import Post
from arena.search.backends import SearchError
from arena.search.models import Change

logger = logging.getLogger(__name__)


def rename(engine, post_id, title):
    with transaction.atomic():
        Post.objects.filter(pk=post_id).update(title=title)
        Change.objects.create(post_id=post_id)
        transaction.on_commit(lambda: send_or_log(engine, post_id))


def delete(engine, post_id):
    with transaction.atomic():
        Post.objects.filter(pk=post_id).delete()
        Change.objects.create(post_id=post_id)
        transaction.on_commit(lambda: send_or_log(engine, post_id))


def send_or_log(engine, post_id):
    try:
        send(engine, "WHERE post_id = %s", [post_id])
    except SearchError:
        logger.warning("Post %s waits for the search engine.", post_id)


def catch_up(engine):
    send(engine, "", [])


def send(engine, where, params):
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM search_change {where} RETURNING post_id", params)
            keys = {key for (key,) in cursor.fetchall()}
        if not keys:
            return
        there = {post.pk: post.title for post in Post.objects.only("title").filter(pk__in=keys)}
        engine.remove("posts", keys - set(there))
        engine.put("posts", there)
