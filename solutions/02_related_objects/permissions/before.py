"""The list of reported posts and comments takes seconds.

A report has a target, a GenericForeignKey to a post or a comment. The list says whether the
visitor may change it.

Change listed(reports, visitor) so that the number of queries does not grow with reports, groups or
contests. reports is a queryset.

Rules:
- rows: one for each report, in order; keys and values stay the same.
- gone: a deleted target has no text, and nobody may change it.
- owners: visitors may change what they wrote, and all posts and comments of contests that they set.
- permissions: otherwise has_perm() decides, with "discuss.change_post" or "discuss.change_comment".
- inactive: inactive and anonymous visitors may change nothing.
- now: a change of permissions or is_superuser counts from the next call, also with the same visitor
  object.

Allowed:
- queries: at most 15.
- fetched: at most 300 rows for 30 reports.
"""

from arena.accounts.models import User
from arena.discuss.models import Post


def listed(reports, visitor):
    return [
        {
            "report": report.pk,
            "text": text(report.target),
            "may_change": may_change(report.target, visitor),
        }
        for report in reports
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
    # TODO: has_perm() remembers. This asks for the visitor and all permissions for each report.
    now = User.objects.get(pk=visitor.pk)
    return now.has_perm(f"discuss.change_{target._meta.model_name}")
