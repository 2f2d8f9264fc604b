"""Wrong (connection): both queries run at once, each in a thread with a connection of its own. They
are closed, but the request opens two.
"""

import asyncio

from django.db import connection
from django.http import Http404, JsonResponse

from arena.contests.models import Contest
from arena.discuss.models import Post


async def page(request, slug, services):
    tasks = [
        asyncio.create_task(asyncio.to_thread(query, title_of, slug)),
        asyncio.create_task(asyncio.to_thread(query, newest_posts, slug)),
        asyncio.create_task(or_none(services.viewers(slug))),
        asyncio.create_task(or_none(services.queue(slug))),
        asyncio.create_task(or_none(asyncio.to_thread(services.sponsors, slug))),
    ]
    try:
        if await tasks[0] is None:
            raise Http404
        title, posts, viewers, queue, sponsors = await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return JsonResponse(
        {"title": title, "posts": posts, "viewers": viewers, "queue": queue, "sponsors": sponsors}
    )


async def or_none(reply):
    try:
        return await reply
    except ConnectionError:
        return None


def query(function, slug):
    try:
        return function(slug)
    finally:
        connection.close()


def title_of(slug):
    return Contest.objects.filter(slug=slug).values_list("title", flat=True).first()


def newest_posts(slug):
    posts = Post.objects.filter(contest__slug=slug, published_at__isnull=False)
    titles = posts.order_by("-published_at", "-pk").values_list("title", flat=True)
    return list(titles[:5])
