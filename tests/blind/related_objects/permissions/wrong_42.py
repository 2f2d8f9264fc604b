"""fetched

It fetches the keys of all contests that the visitor set. It shows with somebody who set more than
200 contests, reported or not: more than 300 rows.
"""

from functools import cache

from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.prefetch import GenericPrefetch

from arena.accounts.models import User
from arena.contests.models import Contest
from arena.discuss.models import Comment, Post


def listed(reports, visitor):
    now = today(visitor)
    targets = GenericPrefetch(
        "target",
        [Post.objects.all(), Comment.objects.select_related("post")],
    )
    return [
        {
            "report": report.pk,
            "text": text(report.target),
            "may_change": may_change(report.target, now),
        }
        for report in reports.prefetch_related(None).prefetch_related(targets)
    ]


def today(visitor):
    """Return the visitor as the database knows them now, who asks for each permission once."""
    now = User.objects.filter(pk=visitor.pk).first() if visitor.is_active else None
    if now is None:
        return AnonymousUser()
    now.has_perm = cache(now.has_perm)
    now.sets = set(Contest.objects.filter(setter=now).values_list("pk", flat=True))
    return now


def text(target):
    if target is None:
        return None
    return target.title if isinstance(target, Post) else target.body


def may_change(target, visitor):
    if target is None or not visitor.is_active:
        return False
    post = target if isinstance(target, Post) else target.post
    if target.author_id == visitor.pk or post.contest_id in visitor.sets:
        return True
    return visitor.has_perm(f"discuss.change_{target._meta.model_name}")
