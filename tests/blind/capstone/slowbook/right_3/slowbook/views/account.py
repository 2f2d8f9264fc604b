"""What belongs to one person."""

from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST

from slowbook import markup, memory, pages
from slowbook.models import Notice, Upload
from slowbook.views.people import about

NOTICES = """
SELECT n.is_read, c.text, c.author_id, c.post_id FROM slowbook_notice n
JOIN slowbook_comment c ON c.id = n.comment_id
WHERE n.person_id = %s ORDER BY n.id DESC LIMIT 15
"""


@login_required
def account(request):
    """Show a person their notices, their uploads and their attempts."""
    store = memory.read()
    user = request.user
    notices = [
        {
            "is_read": is_read,
            "excerpt": markup.excerpt(store.render(text)),
            "comment": {"author": store.people[author], "post": store.posts[post]},
        }
        for is_read, text, author, post in memory.rows_of(NOTICES, [user.id])
    ]
    context = {
        "user": user,
        "flags": store.flags,
        "about": mark_safe(about(store.people[user.id])),
        "notices": notices,
        "uploads": Upload.objects.filter(person=user.id).order_by("-id")[:10],
    }
    main = render_to_string("main_account.html", context, request=request)
    return pages.page(request, main, "Your account")


@login_required
@require_POST
def read(request):
    """Mark all notices of a person as read."""
    Notice.objects.filter(person=request.user.id, is_read=False).update(is_read=True)
    return redirect("/account/")


@login_required
def unread(request):
    """Tell a script in the browser how many notices are new."""
    return JsonResponse({"name": request.user.username, "unread": pages.unread(request.user)})
