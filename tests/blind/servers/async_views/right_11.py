"""Right: tasks that are cancelled and awaited in the end, a pool of our own for the old client."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from django.http import Http404, JsonResponse

from arena.contests.models import Contest
from arena.discuss.models import Post

OLD_CLIENTS = ThreadPoolExecutor(max_workers=32, thread_name_prefix="sponsors")

async def page(request, slug, services):
    loop = asyncio.get_running_loop()
    tasks = {
        "title": asyncio.create_task(title_of(slug)),
        "posts": asyncio.create_task(newest_posts(slug)),
        "viewers": asyncio.create_task(services.viewers(slug)),
        "queue": asyncio.create_task(services.queue(slug)),
        "sponsors": loop.run_in_executor(OLD_CLIENTS, services.sponsors, slug),
    }
    try:
        if await tasks["title"] is None:
            raise Http404
        return JsonResponse({name: await value_of(name, task) for name, task in tasks.items()})
    finally:
        for task in tasks.values():
            task.cancel()
        await asyncio.gather(*tasks.values(), return_exceptions=True)

async def value_of(name, task):
    try:
        return await task
    except ConnectionError:
        if name in {"title", "posts"}:
            raise
        return None

async def title_of(slug):
    return await Contest.objects.filter(slug=slug).values_list("title", flat=True).afirst()

async def newest_posts(slug):
    posts = Post.objects.filter(contest__slug=slug, published_at__isnull=False)
    titles = posts.order_by("-published_at", "-pk").values_list("title", flat=True)
    return [title async for title in titles[:5]]

