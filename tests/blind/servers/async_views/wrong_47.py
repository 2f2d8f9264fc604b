"""visitors

sponsors() has a pool of 12 threads, though the process has 32: while sponsors() lets 12 visitors wait, the thirteenth, for whose
contest it would answer at once, doesn't get the page.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from django.http import Http404, JsonResponse

from arena.contests.models import Contest
from arena.discuss.models import Post

SPONSORS = ThreadPoolExecutor(max_workers=12, thread_name_prefix="sponsors")


async def page(request, slug, services):
    loop = asyncio.get_running_loop()
    tasks = [
        asyncio.create_task(reply(services.viewers, slug)),
        asyncio.create_task(reply(services.queue, slug)),
        asyncio.create_task(reply(loop.run_in_executor, SPONSORS, services.sponsors, slug)),
    ]
    try:
        title = await title_of(slug)
        if title is None:
            raise Http404
        posts = await newest_posts(slug)
        viewers, queue, sponsors = await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return JsonResponse(
        {"title": title, "posts": posts, "viewers": viewers, "queue": queue, "sponsors": sponsors}
    )


async def reply(ask, *arguments):
    try:
        return await ask(*arguments)
    except ConnectionError:
        return None


async def title_of(slug):
    return await Contest.objects.filter(slug=slug).values_list("title", flat=True).afirst()


async def newest_posts(slug):
    posts = Post.objects.filter(contest__slug=slug, published_at__isnull=False)
    titles = posts.order_by("-published_at", "-pk").values_list("title", flat=True)
    return [title async for title in titles[:5]]
