"""connection

The queries have threads of their own, where Django doesn't close the connection; the function does so after the last query, but not
if a query raises (statement timeout, lock timeout): then the connection stays open.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from django.db import connection
from django.http import Http404, JsonResponse

from arena.contests.models import Contest
from arena.discuss.models import Post

DATABASE = ThreadPoolExecutor(max_workers=8)  # never behind sponsors()


async def page(request, slug, services):
    tasks = [
        asyncio.create_task(reply(services.viewers, slug)),
        asyncio.create_task(reply(services.queue, slug)),
        asyncio.create_task(reply(asyncio.to_thread, services.sponsors, slug)),
    ]
    try:
        title, posts = await asyncio.get_running_loop().run_in_executor(DATABASE, read, slug)
        if title is None:
            raise Http404
        viewers, queue, sponsors = await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return JsonResponse(
        {"title": title, "posts": posts, "viewers": viewers, "queue": queue, "sponsors": sponsors}
    )


async def reply(ask, *arguments):
    try:
        return await ask(*arguments)
    except ConnectionError:
        return None


def read(slug):
    title = Contest.objects.filter(slug=slug).values_list("title", flat=True).first()
    posts = Post.objects.filter(contest__slug=slug, published_at__isnull=False)
    titles = list(posts.order_by("-published_at", "-pk").values_list("title", flat=True)[:5])
    connection.close()
    return title, titles
