"""The dot takes one unordered key with LIMIT 1; a queryset class holds both questions."""

from django.db.models import QuerySet

from arena.discuss.models import Comment


class NewComments(QuerySet):
    def after(self, post_id, since):
        return self.filter(post_id=post_id, is_approved=True, created_at__gt=since)

    def is_there(self):
        return bool(self.order_by().values_list("pk")[:1])

    def bodies(self):
        rows = self.order_by("-created_at", "-pk").values("body")
        return [row["body"] for row in rows]


def any_new(post_id, since):
    return NewComments(Comment).after(post_id, since).is_there()


def new_comments(post_id, since):
    bodies = NewComments(Comment).after(post_id, since).bodies()
    return bodies if bodies else None
