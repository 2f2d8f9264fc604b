"""One thread for the old client of all visitors: they queue for it.

Breaks: visitors
Fails: visitors
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from asgiref.sync import sync_to_async
from django.http import Http404, JsonResponse

from arena.contests.models import Contest

OLD_CLIENT = ThreadPoolExecutor(1)


async def page(request, slug, services):
    old = sync_to_async(services.sponsors, thread_sensitive=False, executor=OLD_CLIENT)
    contest, viewers, queue, sponsors = await asyncio.gather(
        sync_to_async(about)(slug),
        or_none(services.viewers(slug)),
        or_none(services.queue(slug)),
        or_none(old(slug)),
    )
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
