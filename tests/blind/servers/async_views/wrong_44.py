"""answer

A service's error other than ConnectionError cancels the whole TaskGroup: if viewers() raises ValueError (no such contest, it
says) before the query has answered, a missing contest is status 500, not 404.
"""

import asyncio

from django.http import Http404, JsonResponse

from arena.contests.models import Contest
from arena.discuss.models import Post


async def page(request, slug, services):
    try:
        async with asyncio.TaskGroup() as group:
            viewers = group.create_task(reply(services.viewers, slug))
            queue = group.create_task(reply(services.queue, slug))
            sponsors = group.create_task(reply(asyncio.to_thread, services.sponsors, slug))
            title = await title_of(slug)
            if title is None:
                raise Http404
            posts = await newest_posts(slug)
    except BaseExceptionGroup as errors:
        raise errors.exceptions[0] from None
    return JsonResponse(
        {
            "title": title,
            "posts": posts,
            "viewers": viewers.result(),
            "queue": queue.result(),
            "sponsors": sponsors.result(),
        }
    )


async def reply(ask, *arguments):
    try:
        return await ask(*arguments)
    except ConnectionError:
        return None


async def title_of(slug):
    return await Contest.objects.filter(slug=slug).values_list("title", flat=True).afirst()


async def newest_posts(slug):
    posts = Post.objects.filter(contest__slug=slug, published_at__isnull=False)
    titles = posts.order_by("-published_at", "-pk").values_list("title", flat=True)
    return [title async for title in titles[:5]]
