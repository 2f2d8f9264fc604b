"""The visitor's object says who is a superuser, also when that has changed since.

Breaks: now
Fails: now
"""

from django.contrib.contenttypes.prefetch import GenericPrefetch

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


def listed(reports, visitor):
    targets = [
        Post.objects.select_related("contest"),
        Comment.objects.select_related("post__contest"),
    ]
    reports = reports.prefetch_related(GenericPrefetch("target", targets))
    allowed = models_that_may_change(visitor)
    return [
        {
            "report": report.pk,
            "text": text(report.target),
            "may_change": may_change(report.target, visitor, allowed),
        }
        for report in reports
    ]


def models_that_may_change(visitor):
    if not visitor.is_active:
        return set()
    if visitor.is_superuser:
        return {Post, Comment}
    now = User.objects.get(pk=visitor.pk)  # an object of its own, which remembers nothing yet
    return {
        model
        for model in (Post, Comment)
        if now.has_perm(f"discuss.change_{model._meta.model_name}")
    }


def text(target):
    if target is None:
        return None
    return target.title if isinstance(target, Post) else target.body


def may_change(target, visitor, allowed):
    if target is None or not visitor.is_active:
        return False
    post = target if isinstance(target, Post) else target.post
    owns = target.author_id == visitor.pk
    sets = post.contest is not None and post.contest.setter_id == visitor.pk
    return owns or sets or type(target) in allowed
