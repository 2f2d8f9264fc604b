"""Breaks "left".

The tasks of the services are only ended where the page waits for them: after a 404, and when the visitor leaves during the queries,
viewers() and queue() go on.
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
    viewers = asyncio.create_task(or_none(services.viewers(slug)))
    queue = asyncio.create_task(or_none(services.queue(slug)))
    sponsors = asyncio.create_task(or_none(asyncio.to_thread(services.sponsors, slug)))
    title, posts = await asyncio.gather(title_of(slug), newest_posts(slug))
    if title is None:
        raise Http404
    viewers, queue, sponsors = await asyncio.gather(viewers, queue, sponsors)
    return JsonResponse(
        {"title": title, "posts": posts, "viewers": viewers, "queue": queue, "sponsors": sponsors}
    )


async def title_of(slug):
    return await Contest.objects.filter(slug=slug).values_list("title", flat=True).afirst()


async def newest_posts(slug):
    posts = Post.objects.filter(contest__slug=slug, published_at__isnull=False)
    titles = posts.order_by("-published_at", "-pk").values_list("title", flat=True)
    return [title async for title in titles[:5]]
