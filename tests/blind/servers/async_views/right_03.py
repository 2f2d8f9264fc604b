"""Right: a page that isn't there is answered at once; one query with a join."""

import asyncio

from django.db.models import FilteredRelation, Q
from django.http import Http404, JsonResponse

from arena.contests.models import Contest


async def page(request, slug, services):
    database = asyncio.create_task(title_and_posts(slug))
    asked = [
        asyncio.create_task(answer)
        for answer in (
            services.viewers(slug),
            services.queue(slug),
            asyncio.to_thread(services.sponsors, slug),
        )
    ]
    try:
        title, posts = await database
        viewers, queue, sponsors = [await value_of(task) for task in asked]
    finally:
        await end(database, *asked)
    return JsonResponse(
        {"title": title, "posts": posts, "viewers": viewers, "queue": queue, "sponsors": sponsors}
    )


async def value_of(task):
    try:
        return await task
    except ConnectionError:
        return None


async def end(*tasks):
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)
    for task in tasks:
        if not task.cancelled():
            task.exception()  # It has been seen.


async def title_and_posts(slug):
    published = FilteredRelation("posts", condition=Q(posts__published_at__isnull=False))
    contests = Contest.objects.filter(slug=slug).annotate(published=published)
    newest = contests.order_by("-published__published_at", "-published__pk")
    rows = [row async for row in newest.values_list("title", "published__title")[:5]]
    if not rows:
        raise Http404
    # Without posts the join has one row with NULL.
    return rows[0][0], [post for _, post in rows if post is not None]
