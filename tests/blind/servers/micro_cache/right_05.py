"""Two maps for the two kinds of members; the cache stands in the server."""

NGINX = """
proxy_cache_path cache levels=2 keys_zone=contest:20m max_size=1g inactive=10m use_temp_path=off;

map $http_cookie $has_session {
    default "";
    "~(?:^|;\\s*)sessionid=" session;
}

map $http_authorization $has_token {
    default token;
    ""      "";
}

map $upstream_http_cache_control $for_one {
    default "";
    ~*(^|[\\s,])(private|no-store)($|[\\s,=]) one;
}

server {
    listen unix:nginx.sock;

    proxy_cache contest;
    proxy_cache_key "$host $request_uri";
    proxy_cache_valid 200 1s;
    proxy_cache_bypass $has_session $has_token;
    proxy_no_cache $has_session $has_token $for_one;
    proxy_ignore_headers Cache-Control Expires X-Accel-Expires X-Accel-Buffering Vary;
    proxy_cache_lock on;
    proxy_cache_lock_timeout 30s;
    proxy_cache_lock_age 30s;
    proxy_cache_use_stale updating error timeout http_500 http_502 http_503 http_504 http_429;
    proxy_cache_background_update on;

    location / {
        proxy_pass http://unix:app.sock;
        proxy_set_header Host $host;
        proxy_set_header Accept-Encoding "";
    }
}
"""
