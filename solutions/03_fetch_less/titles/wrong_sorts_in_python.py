"""Python sorts, and so the drafts and the times of all posts are fetched as well.

Breaks: columns
Fails: work
"""

from arena.discuss.models import Post


def archive():
    posts = Post.objects.values_list("published_at", "pk", "title", "author_id")
    published = [row for row in posts if row[0] is not None]
    return [
        {"link": f"/posts/{pk}/", "title": title, "author": author}
        for _, pk, title, author in sorted(published, key=lambda row: row[:2], reverse=True)
    ]
