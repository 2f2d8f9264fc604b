"""A plain view is less work, and has no permission_classes: everybody gets the list.

Breaks: signed in
Fails: signed_in
"""

from django.db.models import Q
from django.http import JsonResponse
from django.views import View

from arena.discuss.models import Comment

AUTHOR = ("id", "username", "first_name", "last_name")
COLUMNS = ("pk", "post_id", "parent_id", "body", "created_at", "is_approved")
JOINED = [f"author__{name}" for name in AUTHOR]


class CommentList(View):
    def get(self, request):
        comments = Comment.objects.order_by("-created_at", "-pk")
        if not request.user.is_staff:
            comments = comments.filter(Q(is_approved=True) | Q(author=request.user.pk))
        if post := request.GET.get("post"):
            comments = comments.filter(post=post)
        rows = comments.values_list(*COLUMNS, "author__profile__rating", *JOINED)[:1000]
        return JsonResponse(
            [
                {
                    "id": pk,
                    "post": post_id,
                    "parent": parent,
                    "author": dict(zip(AUTHOR, author)),
                    "rating": None if rating is None else f"{rating}.0",
                    "body": body,
                    "created_at": created.isoformat().replace("+00:00", "Z"),
                    "is_approved": approved,
                }
                for pk, post_id, parent, body, created, approved, rating, *author in rows
            ],
            safe=False,
        )
