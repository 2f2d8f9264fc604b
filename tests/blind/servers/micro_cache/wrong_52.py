"""stale: the visitor who comes first after the second waits for the new page.

Without proxy_cache_background_update only the others get the old page while it is renewed; it shows with a slow back end.
"""

NGINX = r"""
proxy_cache_path cache levels=1:2 keys_zone=pages:10m max_size=200m inactive=1h use_temp_path=off;

map $http_cookie $has_session {
    default 0;
    "~(?:^|;)\s*sessionid=" 1;
}

map $http_authorization $has_authorization {
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
        proxy_cache_valid 200 301 302 1s;

        proxy_cache_bypass $has_session $has_authorization;
        proxy_no_cache $has_session $has_authorization;

        proxy_cache_lock on;
        proxy_cache_lock_age 2m;
        proxy_cache_lock_timeout 2m;

        proxy_cache_use_stale updating error timeout invalid_header
                              http_500 http_502 http_503 http_504;
    }
}
"""
