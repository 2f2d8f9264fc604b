"""A location without a cache takes members and POSTs, through error_page and a status that nobody else uses; the other location has the cache for visitors only."""

NGINX = r"""
proxy_cache_path cache keys_zone=pages:10m inactive=1d use_temp_path=off;

map $http_cookie $session {
    default "";
    "~(^|;)\s*sessionid\s*=" member;
}

server {
    listen unix:nginx.sock;
    proxy_set_header Host $host;

    location / {
        error_page 418 = @members;
        if ($session) {
            return 418;
        }
        if ($http_authorization != "") {
            return 418;
        }
        if ($request_method !~ ^(GET|HEAD)$) {
            return 418;
        }
        proxy_pass http://unix:app.sock;
        proxy_cache pages;
        proxy_cache_key $host$request_uri;
        proxy_cache_valid 200 1s;
        proxy_cache_lock on;
        proxy_cache_lock_timeout 10m;
        proxy_cache_lock_age 10m;
        proxy_cache_background_update on;
        proxy_cache_use_stale updating error timeout invalid_header http_500 http_502 http_503 http_504;
    }

    location @members {
        proxy_pass http://unix:app.sock;
    }
}
"""
