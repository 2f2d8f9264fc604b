"""It reads the reports once and prefetches step by step (targets, their posts, their contests), then asks a fresh visitor only for permissions that somebody needs."""

from django.db.models import prefetch_related_objects

from arena.accounts.models import User
from arena.discuss.models import Post


def listed(reports, visitor):
    rows = list(reports)
    prefetch_related_objects(rows, "target")
    targets = [row.target for row in rows if row.target is not None]
    comments = [target for target in targets if not isinstance(target, Post)]
    prefetch_related_objects(comments, "post")
    posts = [target for target in targets if isinstance(target, Post)]
    prefetch_related_objects([*posts, *(comment.post for comment in comments)], "contest")
    rights = Rights(visitor)
    return [
        {
            "report": row.pk,
            "text": text(row.target),
            "may_change": rights.may_change(row.target),
        }
        for row in rows
    ]


class Rights:
    """What a visitor may do, during one call."""

    def __init__(self, visitor):
        self.user = None
        if visitor.is_active:
            self.user = User.objects.filter(pk=visitor.pk, is_active=True).first()
        self.answers = {}

    def may_change(self, target):
        if target is None or self.user is None:
            return False
        return self.owns(target) or self.has_perm(f"discuss.change_{target._meta.model_name}")

    def owns(self, target):
        post = target if isinstance(target, Post) else target.post
        setter_id = post.contest.setter_id if post.contest else None
        return self.user.pk in (target.author_id, setter_id)

    def has_perm(self, name):
        if name not in self.answers:
            self.answers[name] = self.user.has_perm(name)
        return self.answers[name]


def text(target):
    if target is None:
        return None
    return target.title if isinstance(target, Post) else target.body


def may_change(target, visitor):
    return Rights(visitor).may_change(target)
