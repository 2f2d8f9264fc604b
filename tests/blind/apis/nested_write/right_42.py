"""The view fetches the authors before validation; the rows are written by SQL from arrays, a statement for each table."""

from collections.abc import Mapping

from django.db import connection, transaction
from django.utils import timezone
from django.utils.encoding import smart_str
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.accounts.models import User
from arena.discuss.models import Comment, Post

ADD_TAGS = """
    INSERT INTO discuss_tag (name)
    SELECT given.name FROM unnest(%s::text[]) WITH ORDINALITY AS given (name, place)
    ORDER BY given.place
    ON CONFLICT (name) DO NOTHING
"""
LINK_TAGS = """
    INSERT INTO discuss_post_tags (post_id, tag_id)
    SELECT %s, id FROM discuss_tag WHERE name = ANY(%s::text[])
"""
ADD_COMMENTS = """
    INSERT INTO discuss_comment (post_id, author_id, parent_id, body, created_at, is_approved)
    SELECT %s, given.author, NULL, given.body, %s, true
    FROM unnest(%s::bigint[], %s::text[]) WITH ORDINALITY AS given (author, body, place)
    ORDER BY given.place
"""


class Directory:
    """The people whose names occur in a request, by username. Unknown names raise as get() does."""

    def __init__(self, data):
        parts = []
        if isinstance(data, Mapping):
            comments = ThreadSerializer().fields["comments"].get_value(data)
            parts = [data, *(comments if isinstance(comments, list) else ())]
        names = [part.get("author") for part in parts if isinstance(part, Mapping)]
        safe = {self._clean(str(name)) for name in names if name not in (None, "")} - {""}
        self._keys = dict(User.objects.filter(username__in=safe).values_list("username", "pk"))

    @staticmethod
    def _clean(name):
        name = name.encode(errors="replace").decode()  # "?" is in no username
        return "" if "\0" in name else name

    def get(self, username):
        name = str(username)
        name.encode()  # raises a ValueError, as the driver would
        if name not in self._keys:
            raise User.DoesNotExist
        return self._keys[name]


class AuthorKeyField(serializers.SlugRelatedField):
    """A username that becomes the person's key."""

    def __init__(self, **kwargs):
        super().__init__("username", queryset=User.objects.none(), **kwargs)

    def to_internal_value(self, data):
        try:
            return self.context["directory"].get(data)
        except User.DoesNotExist:
            self.fail("does_not_exist", slug_name="username", value=smart_str(data))
        except ValueError:
            self.fail("invalid")


class CommentSerializer(serializers.ModelSerializer):
    author = AuthorKeyField()

    class Meta:
        model = Comment
        fields = ["author", "body"]


class ThreadSerializer(serializers.ModelSerializer):
    author = AuthorKeyField()
    tags = serializers.ListField(child=serializers.CharField(max_length=40))
    comments = CommentSerializer(many=True)

    class Meta:
        model = Post
        fields = ["title", "body", "author", "tags", "comments"]

    def create(self, data):
        now = timezone.now()
        names = sorted(set(data["tags"]))  # in one order: no two clients wait for each other
        authors = [comment["author"] for comment in data["comments"]]
        bodies = [comment["body"] for comment in data["comments"]]
        with transaction.atomic(), connection.cursor() as cursor:
            post = Post.objects.create(
                title=data["title"], body=data["body"], author_id=data["author"], published_at=now
            )
            cursor.execute(ADD_TAGS, [names])
            cursor.execute(LINK_TAGS, [post.pk, names])
            cursor.execute(ADD_COMMENTS, [post.pk, now, authors, bodies])
        return post


class PostThread(APIView):
    def post(self, request):
        context = {"directory": Directory(request.data)}
        serializer = ThreadSerializer(data=request.data, context=context)
        serializer.is_valid(raise_exception=True)
        return Response({"id": serializer.save().pk}, status=201)
