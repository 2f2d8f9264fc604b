"""gather() raises the first exception, and the other calls go on.

Breaks: left
Fails: left
"""

import asyncio

from django.http import Http404, JsonResponse

from arena.contests.models import Contest
from arena.discuss.models import Post


async def page(request, slug, services):
    title, posts, viewers, queue, sponsors = await asyncio.gather(
        title_of(slug),
        newest_posts(slug),
        or_none(services.viewers(slug)),
        or_none(services.queue(slug)),
        or_none(asyncio.to_thread(services.sponsors, slug)),
    )
    return JsonResponse(
        {"title": title, "posts": posts, "viewers": viewers, "queue": queue, "sponsors": sponsors}
    )


async def or_none(call):
    try:
        return await call
    except ConnectionError:
        return None


async def title_of(slug):
    title = await Contest.objects.filter(slug=slug).values_list("title", flat=True).afirst()
    if title is None:
        raise Http404
    return title


async def newest_posts(slug):
    posts = Post.objects.filter(contest__slug=slug, published_at__isnull=False)
    titles = posts.order_by("-published_at", "-pk").values_list("title", flat=True)
    return [title async for title in titles[:5]]
