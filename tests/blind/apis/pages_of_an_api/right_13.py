"""Right: a plain view, an own signature over the packed position, and two ordered parts in one query."""

import base64
import binascii
import struct
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from django.db.models import Q
from django.utils.crypto import constant_time_compare, salted_hmac
from rest_framework.exceptions import ParseError
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.discuss.models import Post

START = datetime(2000, 1, 1, tzinfo=UTC)
SIZE, MOST = 20, 100


def seal(data):
    return salted_hmac("PostList.cursor", data, algorithm="sha256").digest()


def cursor_of(moment, pk):
    data = struct.pack(">qq", (moment - START) // timedelta(microseconds=1), pk)
    return base64.urlsafe_b64encode(data + seal(data)).decode()


def position_of(cursor):
    try:
        raw = base64.urlsafe_b64decode(cursor.encode("ascii"))
    except (UnicodeEncodeError, binascii.Error, ValueError):
        raise ParseError("This is no cursor.") from None
    data, signature = raw[:16], raw[16:]
    if len(data) != 16 or not constant_time_compare(signature, seal(data)):
        raise ParseError("This is no cursor.")
    # Base64 has several spellings for the same bytes, and only one of them was given out.
    if base64.urlsafe_b64encode(raw).decode() != cursor:
        raise ParseError("This is no cursor.")
    microseconds, pk = struct.unpack(">qq", data)
    return START + timedelta(microseconds=microseconds), pk


def size_of(text):
    digits = text.strip()
    if not digits.isdecimal():
        return SIZE
    try:
        number = int(digits)
    except ValueError:  # it has thousands of digits
        return MOST
    return min(number, MOST) or SIZE


class PostList(APIView):
    def get(self, request):
        size = size_of(request.GET.get("limit", ""))
        posts = Post.objects.filter(published_at__isnull=False)
        if (cursor := request.GET.get("cursor")) is not None:
            moment, pk = position_of(cursor)
            after = Q(published_at__lt=moment) | Q(published_at=moment, pk__lt=pk)
            posts = posts.filter(after, published_at__lte=moment)
        posts = posts.order_by("-published_at", "-pk").values("id", "title", "published_at")
        rows = list(posts[: size + 1])
        address = None
        if len(rows) > size:
            last = rows[size - 1]
            query = {"cursor": cursor_of(last["published_at"], last["id"]), "limit": size}
            address = request.build_absolute_uri(f"{request.path}?{urlencode(query)}")
        results = [{"id": row["id"], "title": row["title"]} for row in rows[:size]]
        return Response({"next": address, "results": results})
