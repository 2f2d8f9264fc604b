"""now

It forgets only _perm_cache; ModelBackend keeps _user_perm_cache and _group_perm_cache too, so a permission that is given or
taken between two calls with the same visitor object does not count.
"""

from django.contrib.contenttypes.prefetch import GenericPrefetch

from arena.discuss.models import Comment, Post


def listed(reports, visitor):
    targets = GenericPrefetch(
        "target",
        [Post.objects.select_related("contest"), Comment.objects.select_related("post__contest")],
    )
    if visitor.is_active:
        visitor.refresh_from_db()
        if hasattr(visitor, "_perm_cache"):
            del visitor._perm_cache
    return [
        {
            "report": report.pk,
            "text": text(report.target),
            "may_change": may_change(report.target, visitor),
        }
        for report in reports.prefetch_related(targets)
    ]


def text(target):
    if target is None:
        return None
    return target.title if isinstance(target, Post) else target.body


def may_change(target, visitor):
    if target is None or not visitor.is_active:
        return False
    post = target if isinstance(target, Post) else target.post
    if target.author_id == visitor.pk or (post.contest and post.contest.setter_id == visitor.pk):
        return True
    return visitor.has_perm(f"discuss.change_{target._meta.model_name}")
