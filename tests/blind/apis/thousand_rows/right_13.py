"""Right: the cursor's own tuples, and JSON at once, without DRF's renderer."""

import json

from django.core.exceptions import EmptyResultSet
from django.db import connections, router
from django.http import HttpResponse
from django.db.models import Q
from rest_framework import status
from rest_framework.authentication import SessionAuthentication
from rest_framework.fields import empty
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.accounts.serializers import AuthorSerializer
from arena.discuss.models import Comment

COLUMNS = ("id", "post_id", "parent_id", "body", "created_at", "is_approved", "author_id")
LIMIT = 1000


class People(dict):
    """Representations of authors by key, made from the columns that their serializer shows."""

    def __init__(self):
        super().__init__()
        self.fields = AuthorSerializer().fields
        self.columns = ["__".join(["author", *f.source_attrs]) for f in self.fields.values()]

    def one(self, key, values):
        found = self.get(key)
        if found is None:
            found = self[key] = {}
            for (name, field), value in zip(self.fields.items(), values, strict=True):
                if value is not None:
                    value = field.to_representation(value)
                elif field.default is not empty:
                    value = field.get_default()
                found[name] = value
        return found


def fetch(rows):
    try:
        sql, params = rows.query.sql_with_params()
    except EmptyResultSet:
        return []
    with connections[router.db_for_read(Comment)].cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


class CommentList(APIView):
    authentication_classes = [SessionAuthentication]
    permission_classes = [IsAuthenticated]

    def get(self, request):
        condition = Q()
        if not request.user.is_staff:
            condition &= Q(is_approved=True) | Q(author_id=request.user.pk)
        if post := request.GET.get("post"):
            try:
                condition &= Q(post_id=int(post))
            except ValueError:
                return Response({"post": "no number"}, status=status.HTTP_400_BAD_REQUEST)
        people = People()
        rows = (
            Comment.objects.filter(condition)
            .order_by("-created_at", "-id")
            .values_list(*COLUMNS, "author__profile__rating", *people.columns)[:LIMIT]
        )
        shown = []
        for row in fetch(rows):
            moment = row[4].isoformat()
            if moment[-6:] == "+00:00":
                moment = moment[:-6] + "Z"
            shown.append(
                {
                    "id": row[0],
                    "post": row[1],
                    "parent": row[2],
                    "author": people.one(row[6], row[8:]),
                    "rating": f"{row[7]}.0" if row[7] is not None else None,
                    "body": row[3],
                    "created_at": moment,
                    "is_approved": row[5],
                }
            )
        text = json.dumps(shown, ensure_ascii=False)
        return HttpResponse(text, content_type="application/json")
