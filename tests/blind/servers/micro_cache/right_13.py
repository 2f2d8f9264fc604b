"""Right: the zone is a variable, off for members."""

NGINX = r"""
proxy_cache_path micro levels=1 keys_zone=micro:10m inactive=30m use_temp_path=off;

map $http_cookie $zone_of_cookie {
    default micro;
    "~(^|;)[ \t]*sessionid=" off;
}

map $http_authorization $zone {
    default off;
    "" $zone_of_cookie;
}

server {
    listen unix:nginx.sock;

    proxy_cache $zone;
    proxy_cache_methods GET HEAD;
    proxy_cache_key $host|$request_uri;
    proxy_cache_valid 200 301 302 1s;
    proxy_cache_lock on;
    proxy_cache_lock_timeout 10m;
    proxy_cache_lock_age 10m;
    proxy_cache_background_update on;
    proxy_cache_use_stale error timeout invalid_header updating http_500 http_502 http_503 http_504;
    proxy_ignore_headers X-Accel-Expires Expires;

    location / {
        proxy_pass http://unix:app.sock;
        proxy_set_header Host $host;
    }
}
"""
