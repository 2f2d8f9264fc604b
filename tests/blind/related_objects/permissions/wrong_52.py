"""now

The permissions are read at each call, but is_superuser is what the visitor object remembers: a superuser who is made an ordinary
user between two calls with the same object may still change everything (and a new one nothing).
"""

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db.models import Q

from arena.discuss.models import Comment, Post


def listed(reports, visitor):
    targets = GenericPrefetch(
        "target",
        [Post.objects.select_related("contest"), Comment.objects.select_related("post__contest")],
    )
    codenames = set()
    if visitor.is_active:
        names = ["change_post", "change_comment"]
        allowed = Permission.objects.filter(content_type__app_label="discuss", codename__in=names)
        if not visitor.is_superuser:
            allowed = allowed.filter(Q(user=visitor.pk) | Q(group__user=visitor.pk))
        codenames = set(allowed.values_list("codename", flat=True).distinct())
    return [
        {
            "report": report.pk,
            "text": text(report.target),
            "may_change": may_change(report.target, visitor, codenames),
        }
        for report in reports.prefetch_related(targets)
    ]


def text(target):
    if target is None:
        return None
    return target.title if isinstance(target, Post) else target.body


def may_change(target, visitor, codenames):
    if target is None or not visitor.is_active:
        return False
    post = target if isinstance(target, Post) else target.post
    if target.author_id == visitor.pk or (post.contest and post.contest.setter_id == visitor.pk):
        return True
    return f"change_{target._meta.model_name}" in codenames
