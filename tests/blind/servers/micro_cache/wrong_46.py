"""private

nginx is told to ignore Cache-Control and Set-Cookie, and a map looks for "private" and "no-store" instead, in small letters only: a response
with "Cache-Control: Private" or "No-Store" is cached.
"""

NGINX = r"""
proxy_cache_path cache keys_zone=pages:10m levels=1:2 inactive=1d max_size=1g use_temp_path=off;

map $http_cookie $has_session {
    default 0;
    "~(^|;)\s*sessionid\s*=" 1;
}

map $http_authorization $has_token {
    default 1;
    "" 0;
}

map $upstream_http_cache_control $is_private {
    default 0;
    "~(private|no-store)" 1;
}

server {
    listen unix:nginx.sock;

    location / {
        proxy_pass http://unix:app.sock;
        proxy_set_header Host $host;

        proxy_cache pages;
        proxy_cache_key $host$request_uri;
        proxy_cache_valid 200 1s;
        proxy_cache_bypass $has_session $has_token;
        # without this an Expires or max-age would replace the second
        proxy_ignore_headers Cache-Control Expires Set-Cookie X-Accel-Expires;
        proxy_no_cache $has_session $has_token $is_private $upstream_http_set_cookie;
        proxy_cache_lock on;
        proxy_cache_lock_timeout 10m;
        proxy_cache_lock_age 10m;
        proxy_cache_background_update on;
        proxy_cache_use_stale updating error timeout invalid_header http_500 http_502 http_503 http_504;
    }
}
"""
