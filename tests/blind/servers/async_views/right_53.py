"""Both queries in one synchronous function in the request's own thread, sponsors() in another one, and an exit stack that ends tasks."""

import asyncio
from contextlib import AsyncExitStack, suppress

from asgiref.sync import sync_to_async

from django.http import Http404, JsonResponse

from arena.contests.models import Contest
from arena.discuss.models import Post


@sync_to_async  # thread_sensitive: the thread whose connection Django closes after the request
def from_database(slug):
    contest = Contest.objects.filter(slug=slug).order_by("pk").values("title").first()
    if contest is None:
        return None, []
    posts = Post.objects.filter(contest__slug=slug, published_at__isnull=False)
    titles = posts.order_by("-published_at", "-pk").values_list("title", flat=True)
    return contest["title"], list(titles[:5])


class Running:
    """A task that is over when its block is."""

    def __init__(self, coroutine):
        self.task = asyncio.ensure_future(coroutine)

    async def __aenter__(self):
        return self

    async def __aexit__(self, *error):
        self.task.cancel()
        await asyncio.wait([self.task])

    async def answer(self):
        with suppress(ConnectionError):
            return await self.task
        return None


async def page(request, slug, services):
    async with AsyncExitStack() as stack:
        database = Running(from_database(slug))
        await stack.enter_async_context(database)
        viewers = await stack.enter_async_context(Running(services.viewers(slug)))
        queue = await stack.enter_async_context(Running(services.queue(slug)))
        sponsors = await stack.enter_async_context(Running(asyncio.to_thread(services.sponsors, slug)))
        title, posts = await database.task
        if title is None:
            raise Http404
        return JsonResponse(
            {
                "title": title,
                "posts": posts,
                "viewers": await viewers.answer(),
                "queue": await queue.answer(),
                "sponsors": await sponsors.answer(),
            }
        )
