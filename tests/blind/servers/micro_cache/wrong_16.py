"""Wrong (members): finds sessionid only as the first cookie. A member with another cookie before it gets
the page of visitors, and visitors the member's.
"""

NGINX = r"""
proxy_cache_path cache levels=1:2 keys_zone=pages:10m inactive=1h max_size=1g use_temp_path=off;

map $http_cookie $has_session {
    default 0;
    ~^sessionid= 1;
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
        proxy_cache_valid 200 1s;
        proxy_ignore_headers Expires X-Accel-Expires;
        proxy_cache_bypass $has_session $has_authorization;
        proxy_no_cache $has_session $has_authorization;
        proxy_cache_lock on;
        proxy_cache_lock_timeout 1h;
        proxy_cache_lock_age 1h;
        proxy_cache_background_update on;
        proxy_cache_use_stale updating error timeout invalid_header http_500 http_502 http_503 http_504;
    }
}
"""
