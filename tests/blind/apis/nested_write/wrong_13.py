"""Wrong, errors: unknown authors are reported only when nothing else is wrong.

With an empty title and an unknown author, the answer has the title only."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.accounts.models import User
from arena.discuss.models import Comment, Post, Tag


def storable(text):
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in text


def authors_of(data):
    """Return the people that a request names, by username, with one query for all."""
    parts = [data]
    if isinstance(data, Mapping) and isinstance(data.get("comments"), list):
        parts += data["comments"]
    values = [part.get("author") for part in parts if isinstance(part, Mapping)]
    names = {str(value) for value in values if value is not None}
    found = User.objects.filter(username__in=sorted(filter(storable, names)))
    return {person.username: person for person in found}


class AuthorField(serializers.SlugRelatedField):
    def __init__(self, **kwargs):
        super().__init__("username", queryset=User.objects.all(), **kwargs)

    def to_internal_value(self, data):
        return str(data)


def unknown(name):
    return {"author": [f"Object with username={name} does not exist."]}


class CommentSerializer(serializers.ModelSerializer):
    author = AuthorField()

    class Meta:
        model = Comment
        fields = ["author", "body"]


class ThreadSerializer(serializers.ModelSerializer):
    author = AuthorField()
    tags = serializers.ListField(child=serializers.CharField(max_length=40))
    comments = CommentSerializer(many=True)

    class Meta:
        model = Post
        fields = ["title", "body", "author", "tags", "comments"]

    def validate(self, data):
        authors, errors = self.context["authors"], {}
        if data["author"] not in authors:
            errors = unknown(data["author"])
        wrong = [{} if c["author"] in authors else unknown(c["author"]) for c in data["comments"]]
        if any(wrong):
            errors["comments"] = wrong
        if errors:
            raise serializers.ValidationError(errors)
        data["author"] = authors[data["author"]]
        for comment in data["comments"]:
            comment["author"] = authors[comment["author"]]
        return data

    @transaction.atomic
    def create(self, data):
        names, comments = sorted(set(data.pop("tags"))), data.pop("comments")
        now = timezone.now()
        post = Post.objects.create(published_at=now, **data)
        if names:
            known = set(Tag.objects.filter(name__in=names).values_list("name", flat=True))
            missing = [Tag(name=name) for name in names if name not in known]
            Tag.objects.bulk_create(missing, ignore_conflicts=True)
            tags = Tag.objects.filter(name__in=names).values_list("pk", flat=True)
            link = Post.tags.through
            link.objects.bulk_create([link(post=post, tag_id=pk) for pk in tags])
        Comment.objects.bulk_create(
            [Comment(post=post, created_at=now, **comment) for comment in comments]
        )
        return post


class PostThread(APIView):
    def post(self, request):
        context = {"authors": authors_of(request.data)}
        serializer = ThreadSerializer(data=request.data, context=context)
        serializer.is_valid(raise_exception=True)
        return Response({"id": serializer.save().pk}, status=201)
