"""Targets are looked up by hand for each content type."""

from collections import defaultdict

from django.contrib.contenttypes.models import ContentType

from arena.accounts.models import User
from arena.discuss.models import Comment, Post

CHANGES = ("discuss.change_post", "discuss.change_comment")


def listed(reports, visitor):
    reports = list(reports)
    keys = defaultdict(set)
    for report in reports:
        keys[report.content_type_id].add(report.object_id)
    models = ContentType.objects.get_for_models(Post, Comment)
    kinds = {kind.pk: model for model, kind in models.items()}
    posts = Post.objects.select_related("contest").in_bulk(keys[models[Post].pk])
    comments = Comment.objects.select_related("post__contest").in_bulk(keys[models[Comment].pk])
    targets = {Post: posts, Comment: comments}
    allowed = allowed_for(visitor)
    rows = []
    for report in reports:
        model = kinds[report.content_type_id]
        target = targets[model].get(report.object_id)
        text, may = None, False
        if target is not None:
            post = target if model is Post else target.post
            text = target.title if model is Post else target.body
            own = visitor.pk in (target.author_id, post.contest and post.contest.setter_id)
            may = visitor.is_active and (
                own or f"discuss.change_{model._meta.model_name}" in allowed
            )
        rows.append({"report": report.pk, "text": text, "may_change": may})
    return rows


def allowed_for(visitor):
    if not visitor.is_active:
        return ()
    person = User.objects.get(pk=visitor.pk)
    return [permission for permission in CHANGES if person.has_perm(permission)]
