"""A signed cookie has a colon too, so its member gets the page of all others.

Breaks: members
Fails: members
"""

NGINX = r"""
map $http_cookie $member {
    default "";
    "~(^|; )sessionid=\w+(;|$)" 1;
}
proxy_cache_path cache keys_zone=pages:10m;

server {
    listen unix:nginx.sock;

    location / {
        proxy_pass http://unix:app.sock;
        proxy_set_header Host $host;

        proxy_cache pages;
        proxy_cache_key $host$request_uri;
        proxy_cache_valid 200 1s;
        proxy_cache_lock on;
        proxy_cache_use_stale updating;
        proxy_cache_background_update on;

        proxy_cache_bypass $member$http_authorization;
        proxy_no_cache $member$http_authorization;
    }
}
"""
