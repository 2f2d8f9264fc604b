"""A service that resets the connection is asked again, as HTTP clients do.

Breaks: answer
Fails: failure
"""

import asyncio

from django.http import Http404, JsonResponse

from arena.contests.models import Contest
from arena.discuss.models import Post


async def page(request, slug, services):
    async with asyncio.TaskGroup() as group:
        calls = {
            "title": title_of(slug),
            "posts": newest_posts(slug),
            "viewers": or_none(services.viewers, slug),
            "queue": or_none(services.queue, slug),
            "sponsors": or_none(asyncio.to_thread, services.sponsors, slug),
        }
        tasks = {name: group.create_task(call) for name, call in calls.items()}
    results = {name: task.result() for name, task in tasks.items()}
    if results["title"] is None:
        raise Http404
    return JsonResponse(results)


async def or_none(ask, *args):
    try:
        try:
            return await ask(*args)
        except ConnectionResetError:
            return await ask(*args)
    except ConnectionError:
        return None


async def title_of(slug):
    return await Contest.objects.filter(slug=slug).values_list("title", flat=True).afirst()


async def newest_posts(slug):
    posts = Post.objects.filter(contest__slug=slug, published_at__isnull=False)
    titles = posts.order_by("-published_at", "-pk").values_list("title", flat=True)
    return [title async for title in titles[:5]]
