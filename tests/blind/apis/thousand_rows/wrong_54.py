"""signed in: LoginRequiredMixin redirects to the page for logging in.

A visitor who is not signed in gets the status 302, not 401 or 403.
"""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Q
from django.http import JsonResponse
from django.utils import timezone
from django.views import View

from arena.discuss.models import Comment


def _moment(value):
    text = value.isoformat()
    return text[:-6] + "Z" if text[-6:] == "+00:00" else text


class CommentList(LoginRequiredMixin, View):
    def get(self, request):
        comments = Comment.objects.order_by("-created_at", "-pk")
        if not request.user.is_staff:
            comments = comments.filter(Q(is_approved=True) | Q(author=request.user))
        if post := request.GET.get("post"):
            comments = comments.filter(post=post)
        rows = comments.values_list(
            "id",
            "post_id",
            "parent_id",
            "author_id",
            "author__username",
            "author__first_name",
            "author__last_name",
            "author__profile__rating",
            "body",
            "created_at",
            "is_approved",
        )
        zone = timezone.get_current_timezone()
        return JsonResponse(
            [
                {
                    "id": pk,
                    "post": post_id,
                    "parent": parent,
                    "author": {"id": author, "username": username, "first_name": first, "last_name": last},
                    "rating": None if rating is None else f"{rating}.0",
                    "body": body,
                    "created_at": _moment(created.astimezone(zone)),
                    "is_approved": approved,
                }
                for pk, post_id, parent, author, username, first, last, rating, body, created, approved in rows[:1000]
            ],
            safe=False,
        )
