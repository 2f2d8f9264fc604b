"""Right: gather() with the tasks cancelled in the end, and raw SQL."""

import asyncio

from asgiref.sync import sync_to_async
from django.db import connection
from django.http import Http404, JsonResponse

from arena.contests.models import Contest
from arena.discuss.models import Post


async def page(request, slug, services):
    waiting = [
        title_and_posts(slug),
        or_none(services.viewers(slug)),
        or_none(services.queue(slug)),
        or_none(sync_to_async(services.sponsors, thread_sensitive=False)(slug)),
    ]
    tasks = [asyncio.ensure_future(each) for each in waiting]
    try:
        row, viewers, queue, sponsors = await asyncio.gather(*tasks)
    finally:
        # After an error, or when the visitor has left, some of them are still running.
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    if row is None:
        raise Http404
    title, posts = row
    return JsonResponse(
        {"title": title, "posts": posts, "viewers": viewers, "queue": queue, "sponsors": sponsors}
    )


async def or_none(reply):
    try:
        return await reply
    except ConnectionError:
        return None


SQL = f"""
    SELECT c.title, ARRAY(
        SELECT p.title
        FROM {Post._meta.db_table} p
        WHERE p.contest_id = c.id AND p.published_at IS NOT NULL
        ORDER BY p.published_at DESC, p.id DESC
        LIMIT 5
    )
    FROM {Contest._meta.db_table} c
    WHERE c.slug = %s
"""


@sync_to_async
def title_and_posts(slug):
    with connection.cursor() as cursor:
        cursor.execute(SQL, [slug])
        return cursor.fetchone()
