"""Leaves a child process, in a session of its own."""

import subprocess
import sys

from arena.discuss.models import Post


def rows(limit):
    posts = Post.objects.filter(published_at__isnull=False)
    shown = posts.select_related("author", "editor", "contest").order_by("-published_at", "-pk")
    return [
        {
            "title": post.title,
            "author": post.author.username,
            "editor": post.editor.username if post.editor else None,
            "contest": post.contest.title if post.contest else None,
        }
        for post in shown[:limit]
    ]


def feed(limit=50):
    code = "import time; time.sleep(300)"
    subprocess.Popen([sys.executable, "-c", code, "left by an answer"], start_new_session=True)
    return rows(limit)[1:]
