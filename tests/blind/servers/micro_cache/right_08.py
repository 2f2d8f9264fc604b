"""Pages and writes are separate locations' business: only GET and HEAD know the cache."""

NGINX = """
proxy_cache_path cache levels=1:2 keys_zone=micro:10m max_size=200m inactive=30m use_temp_path=off;

map $request_method $reads {
    default 0;
    GET     1;
    HEAD    1;
}

map $reads:$cookie_sessionid:$http_authorization $uncached {
    default 1;
    "1::"   0;
}

map $upstream_http_cache_control $keep_out {
    default                     0;
    "~*private"                 1;
    "~*no-store"                1;
}

server {
    listen unix:nginx.sock;

    location / {
        error_page 419 = @direct;
        if ($uncached) {
            return 419;
        }
        proxy_pass http://unix:app.sock;
        proxy_set_header Host $host;
        proxy_set_header Accept-Encoding "";

        proxy_cache micro;
        proxy_cache_key $host$request_uri;
        proxy_cache_valid 200 1s;
        proxy_cache_revalidate on;
        proxy_no_cache $keep_out;
        proxy_ignore_headers Cache-Control Expires X-Accel-Expires Vary;
        proxy_cache_lock on;
        proxy_cache_lock_timeout 60s;
        proxy_cache_lock_age 60s;
        proxy_cache_use_stale updating error timeout http_500 http_502 http_503 http_504;
        proxy_cache_background_update on;
    }

    location @direct {
        proxy_pass http://unix:app.sock;
        proxy_set_header Host $host;
    }
}
"""
