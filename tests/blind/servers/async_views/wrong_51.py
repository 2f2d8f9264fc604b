"""Breaks "together" (and "visitors").

sync_to_async() runs sponsors() in the thread that the queries of the request need too: the queries and sponsors() wait for each other,
and without a thread for each request one slow sponsors() stops the queries of all visitors.
"""

import asyncio

from asgiref.sync import sync_to_async

from django.http import Http404, JsonResponse

from arena.contests.models import Contest
from arena.discuss.models import Post


async def or_none(answer):
    try:
        return await answer
    except ConnectionError:
        return None


async def page(request, slug, services):
    tasks = [
        asyncio.create_task(or_none(services.viewers(slug))),
        asyncio.create_task(or_none(services.queue(slug))),
        asyncio.create_task(or_none(sync_to_async(services.sponsors)(slug))),
    ]
    try:
        title, posts = await asyncio.gather(title_of(slug), newest_posts(slug))
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


async def title_of(slug):
    return await Contest.objects.filter(slug=slug).values_list("title", flat=True).afirst()


async def newest_posts(slug):
    posts = Post.objects.filter(contest__slug=slug, published_at__isnull=False)
    titles = posts.order_by("-published_at", "-pk").values_list("title", flat=True)
    return [title async for title in titles[:5]]
