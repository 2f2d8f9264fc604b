"""A class for one call: prefetch_related() to the targets and on, a fresh visitor that is loaded only if somebody asks for permissions."""

from functools import cached_property

from django.contrib.auth import get_user_model
from django.db.models import prefetch_related_objects

from arena.discuss.models import Comment, Post


def listed(reports, visitor):
    rows = list(reports.prefetch_related("target"))
    targets = [row.target for row in rows if row.target is not None]
    comments = [target for target in targets if isinstance(target, Comment)]
    prefetch_related_objects(comments, "post")
    posts = [target for target in targets if isinstance(target, Post)]
    posts += [comment.post for comment in comments]
    prefetch_related_objects(posts, "contest")
    judge = Judge(visitor)
    return [
        {"report": row.pk, "text": text(row.target), "may_change": judge.may_change(row.target)}
        for row in rows
    ]


def text(target):
    if target is None:
        return None
    return target.title if isinstance(target, Post) else target.body


class Judge:
    """Decides for one visitor, during one call of listed()."""

    def __init__(self, visitor):
        self.visitor = visitor

    @cached_property
    def fresh(self):
        return get_user_model().objects.get(pk=self.visitor.pk)

    def may_change(self, target):
        if target is None or not self.visitor.is_active or not self.fresh.is_active:
            return False
        return self.owns(target) or self.fresh.has_perm(f"discuss.change_{target._meta.model_name}")

    def owns(self, target):
        if target.author_id == self.visitor.pk:
            return True
        post = target.post if isinstance(target, Comment) else target
        return post.contest is not None and post.contest.setter_id == self.visitor.pk
