"""Wrong (together): the services are asked only when the database has found the contest (so that they
aren't asked for a page that doesn't exist): they wait for the database's reply.
"""

import asyncio

from django.http import Http404, JsonResponse

from arena.contests.models import Contest
from arena.discuss.models import Post

async def page(request, slug, services):
    title = await title_of(slug)
    if title is None:
        raise Http404
    try:
        async with asyncio.TaskGroup() as group:
            viewers = group.create_task(or_none(services.viewers(slug)))
            queue = group.create_task(or_none(services.queue(slug)))
            sponsors = group.create_task(or_none(asyncio.to_thread(services.sponsors, slug)))
            posts = group.create_task(newest_posts(slug))
    except BaseExceptionGroup as errors:
        raise errors.exceptions[0] from None
    return JsonResponse(
        {
            "title": title,
            "posts": posts.result(),
            "viewers": viewers.result(),
            "queue": queue.result(),
            "sponsors": sponsors.result(),
        }
    )

async def or_none(reply):
    try:
        return await reply
    except ConnectionError:
        return None

async def title_of(slug):
    return await Contest.objects.filter(slug=slug).values_list("title", flat=True).afirst()

async def newest_posts(slug):
    posts = Post.objects.filter(contest__slug=slug, published_at__isnull=False)
    titles = posts.order_by("-published_at", "-pk").values_list("title", flat=True)
    return [title async for title in titles[:5]]

