"""The contests that the visitor sets are one query of keys; targets are prefetched, and two answers of has_perm() are kept for a call."""

from django.contrib.contenttypes.prefetch import GenericPrefetch

from arena.accounts.models import User
from arena.contests.models import Contest
from arena.discuss.models import Comment, Post


def listed(reports, visitor):
    posts = Post.objects.only("title", "author", "contest")
    comments = Comment.objects.select_related("post").only("body", "author", "post__contest")
    reports = reports.prefetch_related(GenericPrefetch("target", [posts, comments]))
    found = [(report, report.target) for report in reports]

    fresh = visitor.is_active and User.objects.filter(pk=visitor.pk).first()
    active = bool(fresh and fresh.is_active)
    own, permitted = set(), {}
    if active:
        contests = {post_of(target).contest_id for _, target in found if target is not None}
        mine = Contest.objects.filter(pk__in=contests - {None}, setter_id=visitor.pk)
        own = set(mine.values_list("pk", flat=True))
        permitted = {
            Post: fresh.has_perm("discuss.change_post"),
            Comment: fresh.has_perm("discuss.change_comment"),
        }

    def may_change(target):
        if target is None or not active:
            return False
        if target.author_id == visitor.pk or post_of(target).contest_id in own:
            return True
        return permitted[type(target)]

    return [
        {"report": report.pk, "text": text(target), "may_change": may_change(target)}
        for report, target in found
    ]


def post_of(target):
    return target if isinstance(target, Post) else target.post


def text(target):
    if target is None:
        return None
    return target.title if isinstance(target, Post) else target.body
