"""RIGHT: values() and dictionaries; the serializer builds plain data, and only times go through DRF."""

from collections import defaultdict

from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.discuss.models import Comment, Post, Tag

PERSON = ["id", "username", "first_name", "last_name"]


def _person(row):
    return {key: row[f"author__{key}"] for key in PERSON}


class PostSerializer(serializers.BaseSerializer):
    def to_representation(self, row):
        comments = self.context["comments"][row["id"]]
        return {
            "id": row["id"],
            "title": row["title"],
            "author": _person(row),
            "country": row["author__profile__country"],
            "tags": self.context["tags"][row["id"]],
            "comments": comments,
            "comment_count": len(comments),
        }


class PostList(APIView):
    def get(self, request):
        people = [f"author__{key}" for key in PERSON]
        posts = list(
            Post.objects.filter(published_at__isnull=False)
            .order_by("-published_at", "-pk")
            .values("id", "title", *people, "author__profile__country")[:50]
        )
        keys = [row["id"] for row in posts]

        tags = defaultdict(list)
        tagged = Tag.objects.filter(posts__in=keys).order_by("-pk")
        for post, name in tagged.values_list("posts__id", "name"):
            tags[post].append(name)

        moment = serializers.DateTimeField()
        comments = defaultdict(list)
        approved = Comment.objects.filter(post__in=keys, is_approved=True)
        for row in approved.order_by("-created_at", "-pk").values(
            "id", "post_id", "body", "created_at", *people
        ):
            comments[row["post_id"]].append(
                {
                    "id": row["id"],
                    "author": _person(row),
                    "body": row["body"],
                    "created_at": moment.to_representation(row["created_at"]),
                }
            )
        context = {"tags": tags, "comments": comments}
        return Response(PostSerializer(posts, many=True, context=context).data)
