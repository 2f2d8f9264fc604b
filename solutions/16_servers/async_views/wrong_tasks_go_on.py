"""Tasks that are awaited in turn: when the visitor leaves, only one of them is canceled.

Breaks: left
Fails: left
"""

import asyncio

from django.http import Http404, JsonResponse

from arena.contests.models import Contest
from arena.discuss.models import Post


async def page(request, slug, services):
    about = asyncio.create_task(about_contest(slug))
    calls = {
        "viewers": asyncio.create_task(services.viewers(slug)),
        "queue": asyncio.create_task(services.queue(slug)),
        "sponsors": asyncio.create_task(asyncio.to_thread(services.sponsors, slug)),
    }
    results = {"title": None, "posts": []}
    for name, call in calls.items():
        try:
            results[name] = await call
        except ConnectionError:
            results[name] = None
    results |= await about
    if results["title"] is None:
        raise Http404
    return JsonResponse(results)


async def about_contest(slug):
    title, posts = await asyncio.gather(title_of(slug), newest_posts(slug))
    return {"title": title, "posts": posts}


async def title_of(slug):
    return await Contest.objects.filter(slug=slug).values_list("title", flat=True).afirst()


async def newest_posts(slug):
    posts = Post.objects.filter(contest__slug=slug, published_at__isnull=False)
    titles = posts.order_by("-published_at", "-pk").values_list("title", flat=True)
    return [title async for title in titles[:5]]
