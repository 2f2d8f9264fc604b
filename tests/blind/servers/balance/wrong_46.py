"""pages

Another back end is asked only within a second after the request came: if the first one is killed (or stops with 503) when it has
computed a slow page for two seconds, the visitor gets 502 (or the 503).
"""

NGINX = r"""
upstream arena {
    server unix:one.sock max_fails=0;
    server unix:two.sock max_fails=0;
}

server {
    listen unix:nginx.sock;
    client_max_body_size 0;

    location / {
        proxy_pass http://arena;
        proxy_next_upstream error http_503;
        # nobody waits twice
        proxy_next_upstream_timeout 1s;
        proxy_set_header Connection close;
    }
}
"""
