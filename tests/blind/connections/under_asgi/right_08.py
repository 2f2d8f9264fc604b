"""Eight threads of our own, each with one connection of the pool at a time.

So nobody waits in the pool: calls wait for a thread, however long, and hold none of the loop's.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

from django.db import connections
from django.http import JsonResponse

from arena.discuss.models import Comment, Post

CONNECTIONS = 8
THREADS = ThreadPoolExecutor(CONNECTIONS, thread_name_prefix="database")


def databases(server):
    entry = dict(server)
    entry["OPTIONS"] = dict(server.get("OPTIONS") or {})
    pool = entry["OPTIONS"].get("pool")
    entry["OPTIONS"]["pool"] = (
        {"min_size": 0, "timeout": 120}
        | (pool if isinstance(pool, dict) else {})
        | {"max_size": CONNECTIONS}
    )
    return {"default": entry}


async def page(request):
    posts, comments = await asyncio.gather(query(newest), query(number_of_comments))
    return JsonResponse({"posts": posts, "comments": comments})


async def query(function):
    return await asyncio.get_running_loop().run_in_executor(THREADS, with_connection, function)


def with_connection(function):
    with closing(connections["default"]):
        return function()


def newest():
    posts = Post.objects.filter(published_at__isnull=False)
    return list(posts.order_by("-published_at", "-pk").values_list("title", flat=True)[:10])


def number_of_comments():
    return Comment.objects.filter(is_approved=True).count()
