"""now

It refreshes is_superuser and forgets what the visitor object remembers, but not all of it:
_group_perm_cache stays. It shows when the same object is used again after one of its groups, or a
group's permission, was added or taken away.
"""

from django.contrib.contenttypes.prefetch import GenericPrefetch

from arena.discuss.models import Comment, Post


def listed(reports, visitor):
    now = today(visitor)
    targets = GenericPrefetch(
        "target",
        [Post.objects.select_related("contest"), Comment.objects.select_related("post__contest")],
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
    """Return the visitor, who has forgotten what has_perm() remembered."""
    if visitor.is_active:
        visitor.refresh_from_db(fields=["is_active", "is_superuser"])
        for name in ["_perm_cache", "_user_perm_cache"]:
            if hasattr(visitor, name):
                delattr(visitor, name)
    return visitor


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
