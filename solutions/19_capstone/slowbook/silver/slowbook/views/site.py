"""Pages about the site."""

from django.db.models import Count, Sum
from django.db.models.functions import TruncMonth
from django.http import HttpResponse
from django.shortcuts import render

from slowbook.models import Attempt, Contest, Person, Post
from slowbook.ranking import number_of_attempts


def healthz(request):
    """Answer the load balancer."""
    return HttpResponse("ok", content_type="text/plain")


def stats(request):
    """Show numbers about the whole site."""
    attempts = Attempt.objects.order_by().annotate(month=TruncMonth("created"))
    months = attempts.values_list("month").annotate(Count("id")).order_by("month")
    countries = Person.objects.values_list("country").annotate(number=Count("id"))
    number = number_of_attempts()
    seconds = Attempt.objects.order_by("seconds").values_list("seconds", flat=True)
    totals = Post.objects.aggregate(
        posts=Count("id"), comments=Sum("comment_count"), likes=Sum("like_count")
    )
    context = {
        "people": Person.objects.count(),
        "contests": Contest.objects.count(),
        **totals,
        "attempts": number,
        # The lower of the two in the middle, and what nine of ten do not exceed.
        "median": seconds[(number - 1) // 2],
        "ninety": seconds[-(-9 * number // 10) - 1],
        "months": [(month.strftime("%Y-%m"), count) for month, count in months],
        "countries": countries.order_by("-number", "country"),
    }
    return render(request, "stats.html", context)


def feed(request):
    """Return the newest posts as an Atom feed."""
    posts = Post.objects.select_related("author", "contest").order_by("-created", "-id")[:20]
    return render(request, "feed.xml", {"posts": posts}, content_type="application/atom+xml")
