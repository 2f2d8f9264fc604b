"""A small function writes the configuration; the predicates are one string, empty only for visitors who are no members."""


def block(name, *lines):
    inside = "".join(f"    {line}\n" for text in lines for line in text.splitlines())
    return f"{name} {{\n{inside}}}\n"


CACHE = {
    "proxy_cache": "pages",
    "proxy_cache_key": '"$host$request_uri"',
    "proxy_cache_valid": "200 1s",
    "proxy_cache_bypass": "$member",
    "proxy_no_cache": "$member",
    "proxy_cache_lock": "on",
    "proxy_cache_lock_timeout": "1h",
    "proxy_cache_lock_age": "1h",
    "proxy_cache_background_update": "on",
    "proxy_cache_use_stale": "updating error timeout invalid_header http_500 http_502 http_503 http_504 http_429",
}

PROXY = {
    "proxy_pass": "http://unix:app.sock",
    "proxy_set_header": "Host $host",
}


def directives(settings):
    return "\n".join(f"{name} {value};" for name, value in settings.items())


NGINX = "\n".join(
    [
        "proxy_cache_path pages_cache levels=1:2 keys_zone=pages:10m inactive=12h max_size=500m use_temp_path=off;",
        # A value "0" would count as false, so the two values are compared with nothing at all.
        block('map "$cookie_sessionid$http_authorization" $member', '"" 0;', "default 1;"),
        block("server", "listen unix:nginx.sock;", block("location /", directives(PROXY), directives(CACHE))),
    ]
)
