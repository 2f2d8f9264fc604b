"""The list of before is sorted by a table of places: a smaller one is further out, and no two are the same."""

PLACES = {
    "SecurityMiddleware": 0,  # also around errors
    "UpdateCacheMiddleware": 1,  # stores what all others below have done
    "GZipMiddleware": 2,  # so the compressed page is stored
    "LocaleMiddleware": 3,
    "ConditionalGetMiddleware": 4,  # an ETag of what is not yet compressed
    "SessionMiddleware": 5,
    "AuthenticationMiddleware": 6,
    "CsrfViewMiddleware": 7,
    "CommonMiddleware": 8,
    "FetchFromCacheMiddleware": 9,  # knows the language and the cookies by now
}

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
MIDDLEWARE.sort(key=lambda path: PLACES[path.rpartition(".")[2]])
