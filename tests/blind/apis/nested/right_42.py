"""Builds plain dictionaries from three values() queries: posts, their tags, and their approved comments."""

from collections import defaultdict

from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.discuss.models import Comment, Post

PERSON = ["author_id", "author__username", "author__first_name", "author__last_name"]
TIME = serializers.DateTimeField()


def person(row):
    return {
        "id": row["author_id"],
        "username": row["author__username"],
        "first_name": row["author__first_name"],
        "last_name": row["author__last_name"],
    }


def tags_of(keys):
    tags = defaultdict(list)
    links = Post.tags.through.objects.filter(post_id__in=keys).order_by("-tag_id")
    for post, name in links.values_list("post_id", "tag__name"):
        tags[post].append(name)
    return tags


def comments_of(keys):
    comments = defaultdict(list)
    rows = Comment.objects.filter(post_id__in=keys, is_approved=True)
    rows = rows.order_by("-created_at", "-pk")
    for row in rows.values("id", "post_id", "body", "created_at", *PERSON):
        comments[row["post_id"]].append(
            {
                "id": row["id"],
                "author": person(row),
                "body": row["body"],
                "created_at": TIME.to_representation(row["created_at"]),
            }
        )
    return comments


class PostList(APIView):
    def get(self, request):
        posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
        posts = list(posts.values("id", "title", "author__profile__country", *PERSON)[:50])
        keys = [post["id"] for post in posts]
        tags, comments = tags_of(keys), comments_of(keys)
        return Response(
            [
                {
                    "id": post["id"],
                    "title": post["title"],
                    "author": person(post),
                    "country": post["author__profile__country"],
                    "tags": tags[post["id"]],
                    "comments": comments[post["id"]],
                    "comment_count": len(comments[post["id"]]),
                }
                for post in posts
            ]
        )
