"""A context manager owns the tasks; both queries are one function in the request's own thread, and sync_to_async gives sponsors() another one."""

import asyncio
from contextlib import asynccontextmanager

from asgiref.sync import sync_to_async
from django.http import Http404, JsonResponse

from arena.contests.models import Contest
from arena.discuss.models import Post


async def page(request, slug, services):
    sponsors = sync_to_async(services.sponsors, thread_sensitive=False)
    async with asked(slug, services.viewers, services.queue, sponsors) as replies:
        title, posts = await sync_to_async(read, thread_sensitive=True)(slug)
        if title is None:
            raise Http404
        viewers, queue, sponsors = [await reply for reply in replies]
    return JsonResponse(
        {"title": title, "posts": posts, "viewers": viewers, "queue": queue, "sponsors": sponsors}
    )


@asynccontextmanager
async def asked(slug, *services):
    """Ask the services; when the block is left, none of them goes on."""
    replies = [asyncio.ensure_future(none_if_down(service, slug)) for service in services]
    try:
        yield replies
    finally:
        for reply in replies:
            reply.cancel()
        await asyncio.gather(*replies, return_exceptions=True)


async def none_if_down(service, slug):
    try:
        return await service(slug)
    except ConnectionError:
        return None


def read(slug):
    title = Contest.objects.filter(slug=slug).values_list("title", flat=True).first()
    if title is None:
        return None, []
    posts = Post.objects.filter(contest__slug=slug, published_at__isnull=False)
    titles = posts.order_by("-published_at", "-pk").values_list("title", flat=True)
    return title, list(titles[:5])
