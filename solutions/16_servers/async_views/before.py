"""While one visitor waits for a contest page, nobody else is answered.

Under ASGI, the thread of an event loop serves all visitors. page() asks three services about a
contest. viewers() and queue() are coroutine functions; sponsors(), an old client, blocks its
thread. A service that is down raises ConnectionError.

Change page(). The process has 32 other threads.

Rules:
- answer: the response stays the same, 404 too. A page asks each service once.
- visitors: while a service lets some visitors wait, others get their pages.
- together: no service waits for another one's reply or the database's; no query waits for a
  service.
- failure: if a service raises ConnectionError, its value is None.
- left: after the response, or after the visitor left (Django cancels the view), no viewers() or
  queue() goes on.
- connection: a request opens at most one database connection, closed in the end.
"""

import asyncio

from django.http import Http404, JsonResponse

from arena.contests.models import Contest
from arena.discuss.models import Post


async def page(request, slug, services):
    title, posts = await asyncio.gather(title_of(slug), newest_posts(slug))
    if title is None:
        raise Http404
    # TODO: each of these waits for the one before, and the last one stops the event loop.
    viewers = await services.viewers(slug)
    queue = await services.queue(slug)
    sponsors = services.sponsors(slug)
    return JsonResponse(
        {"title": title, "posts": posts, "viewers": viewers, "queue": queue, "sponsors": sponsors}
    )


async def title_of(slug):
    return await Contest.objects.filter(slug=slug).values_list("title", flat=True).afirst()


async def newest_posts(slug):
    posts = Post.objects.filter(contest__slug=slug, published_at__isnull=False)
    titles = posts.order_by("-published_at", "-pk").values_list("title", flat=True)
    return [title async for title in titles[:5]]
