"""Where everything is."""

from django.contrib.auth import views as auth
from django.urls import path

from slowbook.views import account, api, contests, files, people, posts, search, site

urlpatterns = [
    path("", posts.front),
    path("posts/<int:key>/", posts.post),
    path("posts/<int:key>/like/", posts.like),
    path("posts/<int:key>/comment/", posts.comment),
    path("posts/<int:key>/attempt/", posts.attempt),
    path("tags/<slug:slug>/", posts.tag),
    path("contests/", contests.contests),
    path("contests/<slug:slug>/", contests.contest),
    path("contests/<slug:slug>/standings/", contests.table),
    path("contests/<slug:slug>/attempts.csv", contests.export),
    path("attempts/", people.archive),
    path("people/", people.people),
    path("people/<str:name>/", people.person),
    path("search/", search.search),
    path("stats/", site.stats),
    path("feed.xml", site.feed),
    path("healthz", site.healthz),
    path("account/", account.account),
    path("account/read/", account.read),
    path("account/unread/", account.unread),
    path("upload/", files.upload),
    path("files/<str:name>", files.download),
    path("static/<str:name>", files.static),
    path("login/", site.Login.as_view()),
    path("logout/", auth.LogoutView.as_view()),
    path("api/posts/", api.posts),
    path("api/posts/<int:key>/", api.post),
    path("api/contests/<slug:slug>/standings/", api.table),
    path("api/people/<str:name>/", api.person),
    path("api/attempts/", api.attempts),
]
