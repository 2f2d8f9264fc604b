"""key

HEAD stays HEAD (proxy_cache_convert_head off) but has the same key as GET: if a monitor's HEAD is the first request for a page, or the one
that renews it, visitors who GET it receive an empty page for a second.
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

server {
    listen unix:nginx.sock;

    location / {
        proxy_pass http://unix:app.sock;
        proxy_set_header Host $host;

        proxy_cache pages;
        proxy_cache_key $host$request_uri;
        proxy_cache_valid 200 1s;
        proxy_cache_bypass $has_session $has_token;
        proxy_no_cache $has_session $has_token;
        proxy_cache_lock on;
        proxy_cache_lock_timeout 10m;
        proxy_cache_lock_age 10m;
        proxy_cache_background_update on;
        proxy_cache_use_stale updating error timeout invalid_header http_500 http_502 http_503 http_504;
        # the back end needn't render for HEAD
        proxy_cache_convert_head off;
    }
}
"""
