"""Rows of plain numbers first; then dictionaries of the texts that the fields need."""

from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.accounts.models import User
from arena.contests.models import Contest
from arena.discuss.models import Comment, Post, Tag

PUBLIC = ("id", "title", "body", "author", "contest", "byline", "tags", "comments")


def usernames(posts):
    keys = {post["author_id"] for post in posts}
    return dict(User.objects.filter(pk__in=keys).values_list("pk", "username"))


def contest_titles(posts):
    keys = {post["contest_id"] for post in posts if post["contest_id"] is not None}
    return dict(Contest.objects.filter(pk__in=keys).values_list("pk", "title"))


def tag_names(posts):
    names = {post["id"]: [] for post in posts}
    tags = Tag.objects.filter(posts__in=list(names)).order_by("pk")
    for key, name in tags.values_list("posts__id", "name"):
        names[key].append(name)
    return names


def comment_bodies(posts):
    bodies = {post["id"]: [] for post in posts}
    comments = Comment.objects.filter(post__in=list(bodies), is_approved=True).order_by("pk")
    for comment in comments.values("post_id", "body"):
        bodies[comment["post_id"]].append(comment["body"])
    return bodies


class PostList(APIView):
    def get(self, request):
        wanted = dict.fromkeys(request.GET.get("fields", "").split(","))
        wanted.pop("", None)
        if any(name not in PUBLIC for name in wanted):
            raise ValidationError({"fields": "There is no such field."})
        if not wanted:
            wanted = dict.fromkeys(PUBLIC)

        texts = []
        if "title" in wanted or "byline" in wanted:
            texts.append("title")
        if "body" in wanted:
            texts.append("body")
        newest = Post.objects.exclude(published_at=None).order_by("-published_at", "-id")
        posts = list(newest.values("id", "author_id", "contest_id", *texts)[:20])

        authors = usernames(posts) if "author" in wanted or "byline" in wanted else {}
        contests = contest_titles(posts) if "contest" in wanted else {}
        tags = tag_names(posts) if "tags" in wanted else {}
        comments = comment_bodies(posts) if "comments" in wanted else {}

        answer = []
        for post in posts:
            author = authors.get(post["author_id"])
            whole = {
                "id": post["id"],
                "title": post.get("title"),
                "body": post.get("body"),
                "author": author,
                "contest": contests.get(post["contest_id"]),
                "byline": f"{post.get('title')}, by {author}",
                "tags": tags.get(post["id"]),
                "comments": comments.get(post["id"]),
            }
            answer.append({name: whole[name] for name in PUBLIC if name in wanted})
        return Response(answer)
