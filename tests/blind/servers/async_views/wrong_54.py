"""Breaks "together".

The services are only asked after the queries, to spare them contests that do not exist: each waits for the database, which shows when
that is slow.
"""

import asyncio

from django.http import Http404, JsonResponse

from arena.contests.models import Contest
from arena.discuss.models import Post


async def or_none(answer):
    try:
        return await answer
    except ConnectionError:
        return None


async def page(request, slug, services):
    title, posts = await asyncio.gather(title_of(slug), newest_posts(slug))
    if title is None:
        raise Http404
    tasks = [
        asyncio.create_task(or_none(services.viewers(slug))),
        asyncio.create_task(or_none(services.queue(slug))),
        asyncio.create_task(or_none(asyncio.to_thread(services.sponsors, slug))),
    ]
    try:
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
