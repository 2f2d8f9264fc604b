"""Right: one trip to the database's thread, services beside it, sync_to_async for the old client."""

import asyncio
from contextlib import asynccontextmanager

from asgiref.sync import sync_to_async
from django.http import Http404, JsonResponse

from arena.contests.models import Contest
from arena.discuss.models import Post


async def page(request, slug, services):
    async with started(
        ask(services.viewers, slug),
        ask(services.queue, slug),
        ask(sync_to_async(services.sponsors, thread_sensitive=False), slug),
    ) as replies:
        title, posts = await title_and_posts(slug)
        if title is None:
            raise Http404
        viewers, queue, sponsors = await replies
    return JsonResponse(
        {"title": title, "posts": posts, "viewers": viewers, "queue": queue, "sponsors": sponsors}
    )


@asynccontextmanager
async def started(*coroutines):
    """Run coroutines from now on; none of them is left at the end of the block."""
    tasks = [asyncio.ensure_future(coroutine) for coroutine in coroutines]

    async def results():
        return await asyncio.gather(*tasks)

    waiting = results()
    try:
        yield waiting
    finally:
        waiting.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def ask(service, slug):
    try:
        return await service(slug)
    except ConnectionError:
        return None


@sync_to_async
def title_and_posts(slug):
    title = Contest.objects.filter(slug=slug).values_list("title", flat=True).first()
    if title is None:
        return None, []
    posts = Post.objects.filter(contest__slug=slug, published_at__isnull=False)
    titles = posts.order_by("-published_at", "-pk").values_list("title", flat=True)
    return title, list(titles[:5])
