"""The field's queryset is a dictionary in disguise, filled by the view."""

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils import timezone
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.accounts.models import User
from arena.discuss.models import Comment, Post, Tag


class People:
    """Answers get() like a queryset of users, out of one query."""

    def __init__(self, names):
        names = {str(name) for name in names}
        askable = [name for name in names if self.is_askable(name)]
        self.users = {user.username: user for user in User.objects.filter(username__in=askable)}

    @staticmethod
    def is_askable(name):
        return name.encode(errors="ignore").decode() == name and "\0" not in name

    def get(self, username):
        name = str(username)
        if not self.is_askable(name):
            raise ValueError("The database has no such text.")
        if name not in self.users:
            raise ObjectDoesNotExist
        return self.users[name]


def names_in(data):
    """Return whatever stands where a username should, in any shape of data."""
    if not isinstance(data, dict):
        return []
    comments = data.get("comments")
    if not isinstance(comments, list):
        comments = []
    return [part.get("author") for part in [data, *comments] if isinstance(part, dict)]


class KnownField(serializers.SlugRelatedField):
    def get_queryset(self):
        return self.context["people"]


class CommentSerializer(serializers.ModelSerializer):
    author = KnownField("username")

    class Meta:
        model = Comment
        fields = ["author", "body"]


class ThreadSerializer(serializers.ModelSerializer):
    author = KnownField("username")
    tags = serializers.ListField(child=serializers.CharField(max_length=40))
    comments = CommentSerializer(many=True)

    class Meta:
        model = Post
        fields = ["title", "body", "author", "tags", "comments"]

    def create(self, data):
        names = sorted(set(data.pop("tags")))
        comments = data.pop("comments")
        now = timezone.now()
        with transaction.atomic():
            Tag.objects.bulk_create([Tag(name=name) for name in names], ignore_conflicts=True)
            post = Post.objects.create(published_at=now, **data)
            post.tags.set(Tag.objects.filter(name__in=names))
            Comment.objects.bulk_create(
                [Comment(post=post, created_at=now, **fields) for fields in comments]
            )
        return post


class PostThread(APIView):
    def post(self, request):
        people = People(names_in(request.data))
        serializer = ThreadSerializer(data=request.data, context={"people": people})
        serializer.is_valid(raise_exception=True)
        return Response({"id": serializer.save().pk}, status=201)
