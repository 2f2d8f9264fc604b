"""members

A session is recognised by a value of letters and digits only: with signed_cookies the value has ":", "-" and "." too, so such a member
gets the visitors' page from the cache, and the own one is stored for all.
"""

NGINX = r"""
proxy_cache_path cache keys_zone=pages:10m levels=1:2 inactive=1d max_size=1g use_temp_path=off;

map $http_cookie $has_session {
    default 0;
    "~(^|;\s*)sessionid=\w+(;|$)" 1;
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
    }
}
"""
