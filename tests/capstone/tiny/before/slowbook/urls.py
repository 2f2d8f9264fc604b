from django.urls import path

from slowbook import views

urlpatterns = [
    path("", views.front),
    path("posts/<int:key>/", views.post),
    path("posts/<int:key>/like/", views.like),
    path("posts/<int:key>/comment/", views.comment),
    path("login/", views.enter),
    path("logout/", views.leave),
]
