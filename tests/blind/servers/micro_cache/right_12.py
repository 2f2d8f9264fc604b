"""Right: members and everything but GET and HEAD go to a location without a cache.
"""

NGINX = r"""
proxy_cache_path pages keys_zone=pages:20m inactive=24h;

map $http_cookie $session {
    "~(^|;[ ]*)sessionid[ ]*=" yes;
}

map $http_authorization $authorization {
    default yes;
    "" "";
}

map $request_method $method {
    default other;
    GET "";
    HEAD "";
}

map "$session$authorization$method" $direct {
    default 1;
    "" 0;
}

map $upstream_status $uncacheable {
    default 1;
    200 0;
}

server {
    listen unix:nginx.sock;
    proxy_set_header Host $host;

    location / {
        error_page 418 = @direct;
        if ($direct) {
            return 418;
        }
        proxy_pass http://unix:app.sock;
        proxy_cache pages;
        proxy_cache_key "$host $request_uri";
        proxy_cache_valid 200 1s;
        proxy_no_cache $uncacheable;
        proxy_ignore_headers Expires X-Accel-Expires;
        proxy_cache_lock on;
        proxy_cache_lock_timeout 120s;
        proxy_cache_lock_age 120s;
        proxy_cache_use_stale updating error timeout http_500 http_502 http_503 http_504 http_429;
        proxy_cache_background_update on;
    }

    location @direct {
        proxy_pass http://unix:app.sock;
    }
}
"""
