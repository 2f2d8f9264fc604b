"""Without Django REST Framework: microseconds, a key, and a signature of one's own."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import JsonResponse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.views import View

from arena.discuss.models import Post

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TINY = timedelta(microseconds=1)


def signature(place):
    return salted_hmac("cursor of posts", place, algorithm="sha256").hexdigest()[:32]


def cursor_of(row):
    place = f"{(row['published_at'] - EPOCH) // TINY}-{row['id']}"
    return f"{place}-{signature(place)}"


def place_of(cursor):
    place, _, signed = cursor.rpartition("-")
    if not constant_time_compare(signed, signature(place)):
        raise BadRequest("This cursor is not one of ours.")
    micros, key = map(int, place.split("-"))
    return EPOCH + micros * TINY, key


class PostList(View):
    def get(self, request):
        limit = request.GET.get("limit", "")
        size = min(int(limit), 100) if limit.isdecimal() and int(limit) else 20
        rows = Post.objects.exclude(published_at=None).order_by("-published_at", "-id")
        rows = rows.values("id", "title", "published_at")
        ties, cursor = [], request.GET.get("cursor")
        if cursor is not None:
            at, key = place_of(cursor)
            ties = list(rows.filter(published_at=at, id__lt=key)[: size + 1])
            rows = rows.filter(published_at__lt=at)
        found = ties + list(rows[: size + 1 - len(ties)])
        page, link = found[:size], None
        if len(found) > size:
            link = f"?{urlencode({'limit': size, 'cursor': cursor_of(page[-1])})}"
        results = [{"id": row["id"], "title": row["title"]} for row in page]
        return JsonResponse({"results": results, "next": link})
