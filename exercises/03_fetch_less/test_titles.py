"""What checks titles.py."""

from datetime import UTC, datetime

from arena.discuss.models import Post
from arena.worlds import PUBLISHING
from kata.checks import at_most, newest_first, plural, rows, same, send

COPIES = """
    INSERT INTO discuss_post (author_id, title, body, published_at, kept_likes, kept_comments)
    SELECT one.author_id, one.title, '', other.published_at, 0, 0
    FROM discuss_post AS one, discuss_post AS other
"""
FUTURE = datetime(2200, 1, 1, tzinfo=UTC)


def test_answer(answer, world):
    """The same lines in the same order, before and after a change.

    Tries: rows.
    """
    for number in (0, 1, 2, 40):
        world.clear()
        world.people(3 + number)
        posts = world.posts(number, comments=(0, 0), likes=(0, 0))
        Post.objects.filter(pk__in=[post.pk for post in posts[:1]]).update(published_at=FUTURE)
        Post.objects.filter(pk__in=[post.pk for post in posts[1:3]]).update(title="")
        Post.objects.filter(pk__in=[post.pk for post in posts[3:6]]).update(title=" a  title ")
        for given in (f"with {plural(number, 'post')}", "after the data had changed"):
            same(answer.archive(), archive(), call="archive()", given=given)
            world.shake()
    first, right = answer.archive(), archive()
    Post.objects.update(published_at=PUBLISHING[0])
    given = "when all posts are from the same moment"
    same(answer.archive(), archive(), call="archive()", given=given)
    if isinstance(first, list):  # and not read only now
        same(first, right, call="archive()", given="after another call")


def test_work(answer, world):
    """Three values of each post reach Python, and no object is made.

    Tries: queries, columns, objects, rows.
    """
    world.posts(140, comments=(0, 0), likes=(0, 0), tags=(0, 0), drafts=0.4)
    send([COPIES])  # more than an answer could fetch in portions of 10,000
    published = Post.objects.filter(published_at__isnull=False).count()
    why = f"for {published:,} published posts"
    result = at_most(answer.archive, queries=1, values=3 * published, instances=0, why=why)
    same(result, archive(), call="archive()", given=why)


def archive():
    """Return what archive() has to return, in plain Python."""
    return [
        {"link": f"/posts/{post.id}/", "title": post.title, "author": post.author_id}
        for post in newest_first(rows(Post), "published_at")
    ]
