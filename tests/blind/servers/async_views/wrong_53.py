"""Breaks "connection".

Each query runs in a thread of the pool, side by side: a request opens two connections, and nobody closes those, as Django only closes
the one of the request's own thread. Shows in pg_stat_activity after some requests.
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
    tasks = [
        asyncio.create_task(coroutine)
        for coroutine in (
            asyncio.to_thread(title_of, slug),
            asyncio.to_thread(newest_posts, slug),
            or_none(services.viewers(slug)),
            or_none(services.queue(slug)),
            or_none(asyncio.to_thread(services.sponsors, slug)),
        )
    ]
    try:
        title, posts = await asyncio.gather(*tasks[:2])
        if title is None:
            raise Http404
        viewers, queue, sponsors = await asyncio.gather(*tasks[2:])
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return JsonResponse(
        {"title": title, "posts": posts, "viewers": viewers, "queue": queue, "sponsors": sponsors}
    )


def title_of(slug):
    return Contest.objects.filter(slug=slug).values_list("title", flat=True).first()


def newest_posts(slug):
    posts = Post.objects.filter(contest__slug=slug, published_at__isnull=False)
    titles = posts.order_by("-published_at", "-pk").values_list("title", flat=True)
    return list(titles[:5])
