"""Which view answers which address."""

from django.urls import path

from arena.accounts.views import person
from arena.contests.views import ContestList, leaderboard
from arena.discuss.views import PostList, feed, thread
from arena.views import ping

urlpatterns = [
    path("", feed, name="feed"),
    path("posts/<int:pk>/", thread, name="thread"),
    path("contests/<slug:slug>/", leaderboard, name="leaderboard"),
    path("people/<str:username>/", person, name="person"),
    path("api/posts/", PostList.as_view(), name="api-posts"),
    path("api/contests/", ContestList.as_view(), name="api-contests"),
    path("ping/", ping, name="ping"),
]
