"""250 comments in each INSERT: only a long thread shows that the number of statements grows.

Breaks: queries
Fails: queries
"""

from django.db import transaction
from django.utils import timezone
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.accounts.models import User
from arena.discuss.models import Comment, Post, Tag


class KnownPerson(serializers.SlugRelatedField):
    """Finds a username among the people that the view has fetched."""

    def __init__(self):
        super().__init__("username", queryset=User.objects.none())

    def to_internal_value(self, name):
        people = self.context["people"]
        if not isinstance(name, str) or name not in people:
            self.fail("does_not_exist", slug_name="username", value=name)
        return people[name]


class CommentSerializer(serializers.ModelSerializer):
    author = KnownPerson()

    class Meta:
        model = Comment
        fields = ["author", "body"]


class ThreadSerializer(serializers.ModelSerializer):
    author = KnownPerson()
    tags = serializers.ListField(child=serializers.CharField(max_length=40))
    comments = CommentSerializer(many=True)

    class Meta:
        model = Post
        fields = ["title", "body", "author", "tags", "comments"]

    @transaction.atomic
    def create(self, data):
        names, comments = data.pop("tags"), data.pop("comments")
        now = timezone.now()
        post = Post.objects.create(published_at=now, **data)
        post.tags.add(*tags_called(names))
        Comment.objects.bulk_create(
            [Comment(post=post, created_at=now, **comment) for comment in comments], batch_size=250
        )
        return post


def tags_called(names):
    """Insert what is missing, even if another client does too, and only then read the keys."""
    Tag.objects.bulk_create([Tag(name=name) for name in sorted(set(names))], ignore_conflicts=True)
    return Tag.objects.filter(name__in=names)


def people_in(data):
    """Return everybody who is named, by name. The serializer finds out what is wrong."""
    rows = [data]
    if isinstance(data, dict) and isinstance(data.get("comments"), list):
        rows += data["comments"]
    names = [row.get("author") for row in rows if isinstance(row, dict)]
    names = [name for name in names if isinstance(name, str)]
    people = User.objects.filter(username__in=names)
    return {person.username: person for person in people}


class PostThread(APIView):
    def post(self, request):
        context = {"people": people_in(request.data)}
        serializer = ThreadSerializer(data=request.data, context=context)
        serializer.is_valid(raise_exception=True)
        return Response({"id": serializer.save().pk}, status=201)
