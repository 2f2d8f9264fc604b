"""Members have a location of their own, without a cache."""

NGINX = """
proxy_cache_path cache keys_zone=arena:10m use_temp_path=off;

map $http_cookie $signed_in {
    default                      0;
    "~(^|;) *sessionid="         1;
}

map $upstream_http_cache_control $uncacheable {
    default                0;
    "~*(private|no-store)" 1;
}

server {
    listen unix:nginx.sock;

    proxy_set_header Host $host;

    location / {
        error_page 418 = @member;
        if ($signed_in) {
            return 418;
        }
        if ($http_authorization != "") {
            return 418;
        }

        proxy_pass http://unix:app.sock;
        proxy_set_header Host $host;
        proxy_set_header Accept-Encoding "";
        proxy_cache arena;
        proxy_cache_key $host$request_uri;
        proxy_cache_valid 200 1s;
        proxy_no_cache $uncacheable;
        proxy_ignore_headers Cache-Control Expires X-Accel-Expires Vary;
        proxy_cache_lock on;
        proxy_cache_lock_timeout 1m;
        proxy_cache_lock_age 1m;
        proxy_cache_use_stale updating error timeout http_500 http_502 http_503 http_504;
        proxy_cache_background_update on;
    }

    location @member {
        proxy_pass http://unix:app.sock;
    }
}
"""
