"""All five questions are tasks from the start, sponsors() in a thread of the pool; a finally ends whatever is left of them."""

import asyncio

from django.http import Http404, JsonResponse

from arena.contests.models import Contest
from arena.discuss.models import Post


async def or_none(answer):
    try:
        return await answer
    except ConnectionError:
        return None


async def page(request, slug, services):
    queries = [asyncio.create_task(title_of(slug)), asyncio.create_task(newest_posts(slug))]
    answers = [
        asyncio.create_task(or_none(services.viewers(slug))),
        asyncio.create_task(or_none(services.queue(slug))),
        asyncio.create_task(or_none(asyncio.to_thread(services.sponsors, slug))),
    ]
    try:
        title, posts = await asyncio.gather(*queries)
        if title is None:
            raise Http404
        viewers, queue, sponsors = await asyncio.gather(*answers)
    finally:
        for task in queries + answers:
            task.cancel()
        await asyncio.gather(*queries, *answers, return_exceptions=True)
    return JsonResponse(
        {"title": title, "posts": posts, "viewers": viewers, "queue": queue, "sponsors": sponsors}
    )


async def title_of(slug):
    return await Contest.objects.filter(slug=slug).values_list("title", flat=True).afirst()


async def newest_posts(slug):
    posts = Post.objects.filter(contest__slug=slug, published_at__isnull=False)
    titles = posts.order_by("-published_at", "-pk").values_list("title", flat=True)
    return [title async for title in titles[:5]]
