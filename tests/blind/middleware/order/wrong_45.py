"""etag

GZipMiddleware and ConditionalGetMiddleware have the same place, and the set that is sorted has
another order in each process (PYTHONHASHSEED). In about half of the processes the ETag is made from
the compressed page, whose random bytes differ each time a view runs: no 304 from the view.
"""

PLACES = {
    "django.middleware.security.SecurityMiddleware": 0,
    "django.middleware.cache.UpdateCacheMiddleware": 1,
    "django.middleware.gzip.GZipMiddleware": 2,
    "django.middleware.http.ConditionalGetMiddleware": 2,
    "django.contrib.sessions.middleware.SessionMiddleware": 3,
    "django.middleware.locale.LocaleMiddleware": 4,
    "django.middleware.common.CommonMiddleware": 5,
    "django.middleware.csrf.CsrfViewMiddleware": 6,
    "django.contrib.auth.middleware.AuthenticationMiddleware": 7,
    "django.middleware.cache.FetchFromCacheMiddleware": 8,
}

MIDDLEWARE = sorted(set(PLACES), key=PLACES.get)
