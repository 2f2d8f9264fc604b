"""post: AND binds stronger than OR, and the parentheses are missing.

With ?post=ID the approved comments of all posts come, and staff see every comment of every post.
"""

import json

from django.db import connection
from django.http import HttpResponse
from django.utils import timezone
from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import IsAuthenticated
from rest_framework.views import APIView

SQL = """
    SELECT comment.id, comment.post_id, comment.parent_id, comment.body, comment.created_at, comment.is_approved,
           person.id, person.username, person.first_name, person.last_name, profile.rating
    FROM discuss_comment AS comment
    JOIN accounts_user AS person ON person.id = comment.author_id
    LEFT JOIN accounts_profile AS profile ON profile.user_id = person.id
    WHERE %(staff)s OR comment.is_approved OR comment.author_id = %(me)s
    {post}
    ORDER BY comment.created_at DESC, comment.id DESC
    LIMIT 1000
"""


class CommentList(APIView):
    authentication_classes = [SessionAuthentication]
    permission_classes = [IsAuthenticated]

    def get(self, request):
        params = {"staff": bool(request.user.is_staff), "me": request.user.pk}
        condition = ""
        if post := request.GET.get("post"):
            params["post"] = int(post)
            condition = "AND comment.post_id = %(post)s"
        with connection.cursor() as cursor:
            cursor.execute(SQL.format(post=condition), params)
            rows = cursor.fetchall()
        zone = timezone.get_current_timezone()
        body = json.dumps([self.as_dict(row, zone) for row in rows])
        return HttpResponse(body, content_type="application/json")

    @staticmethod
    def as_dict(row, zone):
        created_at = row[4].astimezone(zone).isoformat()
        if created_at.endswith("+00:00"):
            created_at = created_at[:-6] + "Z"
        return {
            "id": row[0],
            "post": row[1],
            "parent": row[2],
            "author": {"id": row[6], "username": row[7], "first_name": row[8], "last_name": row[9]},
            "rating": None if row[10] is None else f"{row[10]}.0",
            "body": row[3],
            "created_at": created_at,
            "is_approved": row[5],
        }
