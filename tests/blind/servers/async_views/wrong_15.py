"""Wrong (left): if a query fails, or sponsors() raises something else than ConnectionError, gather()
raises at once and cancels nothing: after the response (500), viewers() and queue() go on.
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
    if title is None:
        raise Http404
    return JsonResponse(
        {"title": title, "posts": posts, "viewers": viewers, "queue": queue, "sponsors": sponsors}
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

