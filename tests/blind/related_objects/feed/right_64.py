"""A queryset subclass annotates the three names with subqueries; each post then turns itself into a row."""

from django.db.models import OuterRef, QuerySet, Subquery

from arena.accounts.models import User
from arena.contests.models import Contest
from arena.discuss.models import Post


def looked_up(model, column, reference):
    """Return an expression for one column of the row that a post refers to, or NULL."""
    return Subquery(model.objects.filter(pk=OuterRef(reference)).values(column)[:1])


class Feed(QuerySet):
    """Posts as the front page shows them."""

    def published(self):
        return self.filter(published_at__isnull=False).order_by("-published_at", "-pk")

    def with_names(self):
        return self.annotate(
            author_name=looked_up(User, "username", "author_id"),
            editor_name=looked_up(User, "username", "editor_id"),
            contest_title=looked_up(Contest, "title", "contest_id"),
        )

    def rows(self):
        for title, author, editor, contest in self.values_list(
            "title", "author_name", "editor_name", "contest_title"
        ):
            yield {"title": title, "author": author, "editor": editor, "contest": contest}


def feed(limit=50):
    return list(Feed(Post).published().with_names()[:limit].rows())
