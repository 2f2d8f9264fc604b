"""Pages about the site."""

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.http import HttpResponse
from django.shortcuts import render

from slowbook import markup
from slowbook.models import Attempt, Comment, Contest, Like, Person, Post


def healthz(request):
    """Answer the load balancer."""
    return HttpResponse("ok", content_type="text/plain")


def stats(request):
    """Show numbers about the whole site."""
    attempts = Attempt.objects.order_by().annotate(month=TruncMonth("created"))
    months = attempts.values_list("month").annotate(Count("id")).order_by("month")
    countries = Person.objects.values_list("country").annotate(number=Count("id"))
    number = Attempt.objects.count()
    seconds = Attempt.objects.order_by("seconds").values_list("seconds", flat=True)
    context = {
        "people": Person.objects.count(),
        "contests": Contest.objects.count(),
        "posts": Post.objects.count(),
        "comments": Comment.objects.count(),
        "likes": Like.objects.count(),
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
    names = markup.names_in(post.text for post in posts)
    for post in posts:
        post.html = markup.render(post.text, names)
    return render(request, "feed.xml", {"posts": posts}, content_type="application/atom+xml")
