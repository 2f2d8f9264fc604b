"""Since the site has a page cache, Bob is greeted as Alice.

Languages, a page cache, ETags and gzip were added to Django's default list. Each works alone.
In this order they don't work together.

Change the order.

Rules:
- classes: the same ten, each once.
- name: /me/ greets visitors by their own name, or as "stranger".
- form: every visitor can send the form of /write/.
- language: visitors read the language that their browser asks for. When a browser asks for a page
  again, no view runs.
- etag: a browser that sends the ETag of an unchanged page gets a 304, whether it comes
  from the cache or the view.
- gzip: only browsers that accept it get gzip. A cached page isn't compressed again.
- headers: each page has X-Content-Type-Options, from cache and view, and so has the error 400
  for a wrong Host.
"""

# TODO: each new class was put at an end of the list. A request passes them from top to bottom.
MIDDLEWARE = [
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.cache.UpdateCacheMiddleware",
    "django.middleware.cache.FetchFromCacheMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.locale.LocaleMiddleware",
]
