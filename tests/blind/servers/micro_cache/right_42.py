"""For members the name of the cache is "off", so that nginx has no cache for them at all."""

NGINX = r"""
proxy_cache_path cache keys_zone=pages:10m inactive=7d;

map $http_cookie $cache_by_cookie {
    default pages;
    "~(^|;)\s*sessionid\s*=" off;
}

map $http_authorization $cache {
    default off;
    "" $cache_by_cookie;
}

server {
    listen unix:nginx.sock;

    proxy_cache $cache;
    proxy_cache_key "$host $request_uri";
    proxy_cache_valid 200 301 302 1s;
    proxy_cache_lock on;
    proxy_cache_lock_timeout 1h;
    proxy_cache_lock_age 1h;
    proxy_cache_background_update on;
    proxy_cache_use_stale error timeout invalid_header updating http_500 http_502 http_503 http_504;

    location / {
        proxy_pass http://unix:app.sock;
        proxy_set_header Host $host;
    }
}
"""
