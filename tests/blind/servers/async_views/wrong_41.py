"""together

The queries run in the same pool of threads as sponsors(): if 32 visitors wait for sponsors() there, the next visitor's queries
wait for a thread, that is for a service.
"""

import asyncio

from django.db import connection
from django.http import Http404, JsonResponse

from arena.contests.models import Contest
from arena.discuss.models import Post


async def page(request, slug, services):
    tasks = [
        asyncio.create_task(reply(services.viewers, slug)),
        asyncio.create_task(reply(services.queue, slug)),
        asyncio.create_task(reply(asyncio.to_thread, services.sponsors, slug)),
    ]
    try:
        title, posts = await asyncio.to_thread(read, slug)
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
    try:
        title = Contest.objects.filter(slug=slug).values_list("title", flat=True).first()
        posts = Post.objects.filter(contest__slug=slug, published_at__isnull=False)
        titles = posts.order_by("-published_at", "-pk").values_list("title", flat=True)
        return title, list(titles[:5])
    finally:
        connection.close()
