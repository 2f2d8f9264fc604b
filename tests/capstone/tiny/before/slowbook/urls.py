from django.contrib.auth.views import LoginView
from django.urls import path

from slowbook import views

urlpatterns = [
    path("", views.front),
    path("posts/<int:key>/", views.post),
    path("posts/<int:key>/like/", views.like),
    path("posts/<int:key>/comment/", views.comment),
    path("login/", LoginView.as_view(template_name="login.html")),
]
