"""What belongs to one person."""

from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from slowbook import markup
from slowbook.models import Notice
from slowbook.views.people import about


@login_required
def account(request):
    """Show a person their notices, their uploads and their attempts."""
    notices = list(
        request.user.notices.order_by("-id").select_related("comment__author", "comment__post")[:15]
    )
    markup.prepare([notice.comment for notice in notices])
    uploads = request.user.uploads.order_by("-id")[:10]
    context = {**about(request.user), "notices": notices, "uploads": uploads}
    return render(request, "account.html", context)


@login_required
@require_POST
def read(request):
    """Mark all notices of a person as read."""
    Notice.objects.filter(person=request.user, is_read=False).update(is_read=True)
    return redirect("/account/")


@login_required
def unread(request):
    """Tell a script in the browser how many notices are new."""
    number = Notice.objects.filter(person=request.user, is_read=False).count()
    return JsonResponse({"name": request.user.username, "unread": number})
