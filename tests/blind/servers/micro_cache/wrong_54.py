"""private: Cache-Control and Set-Cookie of the back end are ignored.

A response with Set-Cookie, or with "Cache-Control: private" or no-store, is cached for a second and given to other visitors.
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
        proxy_ignore_headers Cache-Control Expires Set-Cookie Vary;

        proxy_cache_bypass $has_session $has_authorization;
        proxy_no_cache $has_session $has_authorization;

        proxy_cache_lock on;
        proxy_cache_lock_age 2m;
        proxy_cache_lock_timeout 2m;

        proxy_cache_background_update on;
        proxy_cache_use_stale updating error timeout invalid_header
                              http_500 http_502 http_503 http_504;
    }
}
"""
