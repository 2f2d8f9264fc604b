"""The list of comments finds its authors itself, after each comment was checked."""

from django.db import transaction
from django.utils import timezone
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.accounts.models import User
from arena.discuss.models import Comment, Post, Tag


class Comments(serializers.ListSerializer):
    """Checks each comment, and then all authors in one query."""

    def to_internal_value(self, data):
        errors, found = {}, []
        if not isinstance(data, list):
            raise serializers.ValidationError(["A list of comments is expected."])
        for number, row in enumerate(data):
            try:
                found.append(self.child.run_validation(row))
            except serializers.ValidationError as error:
                errors[number] = error.detail
        names = [row.get("author") for row in data if isinstance(row, dict)]
        people = named(name for name in names if isinstance(name, str))
        for number, row in enumerate(data):
            wrong = errors.get(number, {})
            if not isinstance(row, dict) or "author" in wrong:
                continue
            if not isinstance(row["author"], str) or row["author"] not in people:
                errors[number] = {**wrong, "author": ["Nobody has this name."]}
        if errors:
            raise serializers.ValidationError(errors)
        return [{**comment, "author": people[comment["author"]]} for comment in found]


def named(names):
    people = User.objects.filter(username__in=list(names))
    return {person.username: person for person in people}


class CommentSerializer(serializers.ModelSerializer):
    author = serializers.CharField(trim_whitespace=False)

    class Meta:
        model = Comment
        list_serializer_class = Comments
        fields = ["author", "body"]


class ThreadSerializer(serializers.ModelSerializer):
    author = serializers.SlugRelatedField("username", queryset=User.objects.all())
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
            Comment(post=post, created_at=now, **comment) for comment in comments
        )
        return post


def tags_called(names):
    """Insert what is missing, even if another client does too, and only then read the keys."""
    Tag.objects.bulk_create([Tag(name=name) for name in sorted(set(names))], ignore_conflicts=True)
    return Tag.objects.filter(name__in=names)


class PostThread(APIView):
    def post(self, request):
        serializer = ThreadSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        return Response({"id": serializer.save().pk}, status=201)
