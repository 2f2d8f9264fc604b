"""Wrong (answer): what a service says is lost if it is false: nobody in the queue (0) or no sponsors
([]) becomes null, as if the service were down.
"""

import asyncio

from django.http import Http404, JsonResponse

from arena.contests.models import Contest
from arena.discuss.models import Post

async def page(request, slug, services):
    tasks = [
        asyncio.create_task(title_of(slug)),
        asyncio.create_task(newest_posts(slug)),
        asyncio.create_task(services.viewers(slug)),
        asyncio.create_task(services.queue(slug)),
        asyncio.create_task(asyncio.to_thread(services.sponsors, slug)),
    ]
    names = ["viewers", "queue", "sponsors"]
    values = {}
    try:
        title, posts = await asyncio.gather(*tasks[:2])
        if title is None:
            raise Http404
        for name, reply in zip(names, tasks[2:]):
            try:
                values[name] = await reply
            except ConnectionError:
                pass
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return JsonResponse(
        {"title": title, "posts": posts, **{name: values.get(name) or None for name in names}}
    )

async def title_of(slug):
    return await Contest.objects.filter(slug=slug).values_list("title", flat=True).afirst()

async def newest_posts(slug):
    posts = Post.objects.filter(contest__slug=slug, published_at__isnull=False)
    titles = posts.order_by("-published_at", "-pk").values_list("title", flat=True)
    return [title async for title in titles[:5]]

