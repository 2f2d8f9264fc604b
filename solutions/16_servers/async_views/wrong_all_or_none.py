"""If one service is down, the values of the others are lost too.

Breaks: failure
Fails: failure
"""

import asyncio

from django.http import Http404, JsonResponse

from arena.contests.models import Contest
from arena.discuss.models import Post


async def page(request, slug, services):
    calls = [
        asyncio.create_task(call)
        for call in (
            title_of(slug),
            newest_posts(slug),
            services.viewers(slug),
            services.queue(slug),
            asyncio.to_thread(services.sponsors, slug),
        )
    ]
    try:
        title, posts, *others = await asyncio.gather(*calls, return_exceptions=True)
    finally:
        for call in calls:
            call.cancel()
    if title is None:
        raise Http404
    names = ("viewers", "queue", "sponsors")
    down = any(isinstance(value, ConnectionError) for value in others)
    values = [None] * 3 if down else others
    return JsonResponse({"title": title, "posts": posts, **dict(zip(names, values))})


async def title_of(slug):
    return await Contest.objects.filter(slug=slug).values_list("title", flat=True).afirst()


async def newest_posts(slug):
    posts = Post.objects.filter(contest__slug=slug, published_at__isnull=False)
    titles = posts.order_by("-published_at", "-pk").values_list("title", flat=True)
    return [title async for title in titles[:5]]
