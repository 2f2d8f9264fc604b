"""RIGHT: no join and no prefetch; people are fetched once and put on posts and comments, Python sorts."""

from operator import attrgetter

from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.accounts.models import Profile, User
from arena.accounts.serializers import AuthorSerializer
from arena.discuss.models import Comment, Post, Tag
from arena.discuss.serializers import CommentSerializer


class PostSerializer(serializers.ModelSerializer):
    author = AuthorSerializer()
    country = serializers.CharField(allow_null=True)
    tags = serializers.ListField(source="tag_names")
    comments = CommentSerializer(many=True, source="approved")
    comment_count = serializers.IntegerField()

    class Meta:
        model = Post
        fields = ["id", "title", "author", "country", "tags", "comments", "comment_count"]


def newest_posts():
    posts = list(
        Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")[:50]
    )
    keys = {post.pk for post in posts}
    comments = list(Comment.objects.filter(post__in=keys, is_approved=True))
    comments.sort(key=attrgetter("created_at", "pk"), reverse=True)
    tagged = list(Post.tags.through.objects.filter(post__in=keys).values_list("tag_id", "post_id"))
    tagged.sort(reverse=True)

    names = Tag.objects.in_bulk({tag for tag, _ in tagged})
    writers = {post.author_id for post in posts}
    people = User.objects.in_bulk(writers | {comment.author_id for comment in comments})
    countries = dict(Profile.objects.filter(user__in=writers).values_list("user_id", "country"))

    # With its author, a post or a comment vanishes; maybe since it was fetched.
    posts = {post.pk: post for post in posts if post.author_id in people}
    for post in posts.values():
        post.author = people[post.author_id]
        post.country = countries.get(post.author_id)
        post.tag_names, post.approved, post.comment_count = [], [], 0
    for tag, post in tagged:
        if post in posts and tag in names:
            posts[post].tag_names.append(names[tag].name)
    for comment in comments:
        if comment.post_id in posts and comment.author_id in people:
            comment.author = people[comment.author_id]
            posts[comment.post_id].approved.append(comment)
            posts[comment.post_id].comment_count += 1
    return list(posts.values())


class PostList(APIView):
    def get(self, request):
        return Response(PostSerializer(newest_posts(), many=True).data)
