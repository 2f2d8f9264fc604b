"""No pagination class: an APIView, one SQL statement with a row comparison."""

from datetime import datetime

from django.core import signing
from django.db import connection
from rest_framework.exceptions import ParseError
from rest_framework.response import Response
from rest_framework.views import APIView

SALT = "posts-api"
PAGE = """
    SELECT id, title, published_at FROM discuss_post
    WHERE published_at IS NOT NULL {after}
    ORDER BY published_at DESC, id DESC
    LIMIT %s
"""


def page_size(text):
    try:
        number = int(text)
    except (TypeError, ValueError):
        number = 0
    return min(number, 100) if number >= 1 else 20


class PostList(APIView):
    def get(self, request):
        size = page_size(request.GET.get("limit"))
        after, params = "", []
        if "cursor" in request.GET:
            try:
                moment, pk = signing.loads(request.GET["cursor"], salt=SALT)
            except signing.BadSignature as error:
                raise ParseError("Bad cursor.") from error
            after = "AND (published_at, id) < (%s, %s)"
            params = [datetime.fromisoformat(moment), pk]
        with connection.cursor() as cursor:
            cursor.execute(PAGE.format(after=after), [*params, size + 1])
            rows = cursor.fetchall()
        following = None
        if len(rows) > size:
            del rows[size:]
            pk, _, moment = rows[-1]
            query = request.GET.copy()
            query["cursor"] = signing.dumps([moment.isoformat(), pk], salt=SALT)
            following = request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
        results = [{"id": pk, "title": title} for pk, title, _ in rows]
        return Response({"next": following, "results": results})
