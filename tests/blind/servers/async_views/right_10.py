"""Right: a TaskGroup, to_thread() for the old client, and the group's exception unwrapped."""

import asyncio

from django.http import Http404, JsonResponse

from arena.contests.models import Contest
from arena.discuss.models import Post

async def page(request, slug, services):
    try:
        async with asyncio.TaskGroup() as group:
            viewers = group.create_task(or_none(services.viewers(slug)))
            queue = group.create_task(or_none(services.queue(slug)))
            sponsors = group.create_task(or_none(asyncio.to_thread(services.sponsors, slug)))
            title = group.create_task(title_of(slug))
            posts = group.create_task(newest_posts(slug))
            if await title is None:
                raise Http404
    except BaseExceptionGroup as errors:
        raise errors.exceptions[-1] from None
    return JsonResponse(
        {
            "title": title.result(),
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

