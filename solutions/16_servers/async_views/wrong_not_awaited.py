"""The calls are canceled, and nobody waits until they have ended.

Breaks: left
Fails: left
"""

import asyncio

from django.http import Http404, JsonResponse

from arena.contests.models import Contest
from arena.discuss.models import Post


async def page(request, slug, services):
    calls = {
        "viewers": or_none(services.viewers(slug)),
        "queue": or_none(services.queue(slug)),
        "sponsors": or_none(asyncio.to_thread(services.sponsors, slug)),
    }
    tasks = {name: asyncio.create_task(call) for name, call in calls.items()}
    try:
        title = await title_of(slug)
        if title is None:
            raise Http404
        posts = await newest_posts(slug)
        results = {name: await task for name, task in tasks.items()}
    finally:
        for task in tasks.values():
            task.cancel()
    return JsonResponse({"title": title, "posts": posts, **results})


async def or_none(call):
    try:
        return await call
    except ConnectionError:
        return None


async def title_of(slug):
    return await Contest.objects.filter(slug=slug).values_list("title", flat=True).afirst()


async def newest_posts(slug):
    posts = Post.objects.filter(contest__slug=slug, published_at__isnull=False)
    titles = posts.order_by("-published_at", "-pk").values_list("title", flat=True)
    return [title async for title in titles[:5]]
