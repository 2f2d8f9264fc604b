"""RIGHT: three values() queries; dictionaries by id hold the lists that are filled."""

from arena.discuss.models import Comment, Post


def thread(limit=10):
    rows, comments_of, replies_of = [], {}, {}
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    for post in posts.values("pk", "title")[:limit]:
        comments_of[post["pk"]] = []
        rows.append({"title": post["title"], "comments": comments_of[post["pk"]]})

    told = Comment.objects.order_by("created_at", "pk")
    comments = told.filter(post__in=list(comments_of), parent__isnull=True)
    for comment in comments.values("pk", "post_id", "body", "author__username"):
        replies_of[comment["pk"]] = []
        comments_of[comment["post_id"]].append(
            {
                "author": comment["author__username"],
                "body": comment["body"],
                "replies": replies_of[comment["pk"]],
            }
        )

    replies = told.filter(parent__in=list(replies_of))
    for reply in replies.values("parent_id", "body", "author__username"):
        replies_of[reply["parent_id"]].append(
            {"author": reply["author__username"], "body": reply["body"]}
        )
    return rows
