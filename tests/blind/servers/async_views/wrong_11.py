"""Wrong (failure): the ConnectionError of one service ends the TaskGroup, which cancels the others:
a service that is up, but answers later than the other one fails, is None too.
"""

import asyncio

from django.http import Http404, JsonResponse

from arena.contests.models import Contest
from arena.discuss.models import Post

async def page(request, slug, services):
    values = {"viewers": None, "queue": None, "sponsors": None}

    async def ask(name, reply):
        values[name] = await reply

    async def ask_all():
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(ask("viewers", services.viewers(slug)))
                group.create_task(ask("queue", services.queue(slug)))
                group.create_task(ask("sponsors", asyncio.to_thread(services.sponsors, slug)))
        except* ConnectionError:
            pass

    asking = asyncio.create_task(ask_all())
    try:
        title, posts = await asyncio.gather(title_of(slug), newest_posts(slug))
        if title is None:
            raise Http404
        await asking
    finally:
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
    return JsonResponse({"title": title, "posts": posts, **values})

async def title_of(slug):
    return await Contest.objects.filter(slug=slug).values_list("title", flat=True).afirst()

async def newest_posts(slug):
    posts = Post.objects.filter(contest__slug=slug, published_at__isnull=False)
    titles = posts.order_by("-published_at", "-pk").values_list("title", flat=True)
    return [title async for title in titles[:5]]

