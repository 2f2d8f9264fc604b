"""No serializers and no model instances: three lists of tuples, put together by hand.

It is faster still. From here on this function alone defines the JSON: Django's encoder would cut
times to milliseconds, for example.
"""

from collections import defaultdict

from django.http import JsonResponse
from django.views import View

from arena.discuss.models import Comment, Post

AUTHOR = ("id", "username", "first_name", "last_name")
COLUMNS = [f"author__{name}" for name in AUTHOR]


def by_post(rows):
    groups = defaultdict(list)
    for post, *row in rows:
        groups[post].append(row)
    return groups


class PostList(View):
    def get(self, request):
        posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
        rows = list(posts.values_list("pk", "title", "author__profile__country", *COLUMNS)[:50])
        shown = [row[0] for row in rows]
        named = Post.tags.through.objects.filter(post__in=shown).order_by("-tag_id")
        tags = by_post(named.values_list("post", "tag__name"))
        approved = Comment.objects.filter(is_approved=True, post__in=shown)
        comments = by_post(
            approved.order_by("-created_at", "-pk").values_list(
                "post", "pk", "body", "created_at", *COLUMNS
            )
        )
        return JsonResponse(
            [
                {
                    "id": pk,
                    "title": title,
                    "author": dict(zip(AUTHOR, author)),
                    "country": country,
                    "tags": [name for (name,) in tags[pk]],
                    "comments": [
                        {
                            "id": comment,
                            "author": dict(zip(AUTHOR, who)),
                            "body": body,
                            "created_at": created_at.isoformat().replace("+00:00", "Z"),
                        }
                        for comment, body, created_at, *who in comments[pk]
                    ],
                    "comment_count": len(comments[pk]),
                }
                for pk, title, country, *author in rows
            ],
            safe=False,
        )
