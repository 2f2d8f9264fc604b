"""Both queries in one hop to the request's thread, and threads of its own for the old client."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from asgiref.sync import sync_to_async
from django.http import Http404, JsonResponse

from arena.contests.models import Contest

OLD_CLIENT = ThreadPoolExecutor(16)  # visitors do not take the event loop's own threads


async def page(request, slug, services):
    old = sync_to_async(services.sponsors, thread_sensitive=False, executor=OLD_CLIENT)
    calls = (
        sync_to_async(about)(slug),
        or_none(services.viewers(slug)),
        or_none(services.queue(slug)),
        or_none(old(slug)),
    )
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(call) for call in calls]
    contest, viewers, queue, sponsors = (task.result() for task in tasks)
    if contest is None:
        raise Http404
    return JsonResponse({**contest, "viewers": viewers, "queue": queue, "sponsors": sponsors})


async def or_none(call):
    try:
        return await call
    except OSError:
        return None


def about(slug):
    contest = Contest.objects.filter(slug=slug).first()
    if contest is None:
        return None
    posts = contest.posts.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    return {"title": contest.title, "posts": list(posts.values_list("title", flat=True)[:5])}
