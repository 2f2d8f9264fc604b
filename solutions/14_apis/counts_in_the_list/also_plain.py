"""No serializer: Django's paginator, values() and a JsonResponse."""

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import JsonResponse
from django.views import View
from rest_framework.utils.urls import remove_query_param, replace_query_param

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


def counted(rows, people):
    by_author = rows.filter(author__in=people).values_list("author")
    return dict(by_author.annotate(Count("pk")))


def address(request, number):
    here = request.build_absolute_uri()
    if number == 1:
        return remove_query_param(here, "page")
    return replace_query_param(here, "page", number)


class PersonList(View):
    def get(self, request):
        people = User.objects.filter(is_active=True).order_by("-pk").values("id", "username")
        page = Paginator(people, 20).page(request.GET.get("page", 1))
        keys = [person["id"] for person in page]
        posts = counted(Post.objects.filter(published_at__isnull=False), keys)
        comments = counted(Comment.objects.filter(is_approved=True), keys)
        return JsonResponse(
            {
                "count": page.paginator.count,
                "next": address(request, page.number + 1) if page.has_next() else None,
                "previous": address(request, page.number - 1) if page.has_previous() else None,
                "results": [
                    {
                        **person,
                        "posts": posts.get(person["id"], 0),
                        "comments": comments.get(person["id"], 0),
                    }
                    for person in page
                ],
            }
        )
