"""Wrong (pages): max_fails stays 1, so a back end that refused once is left out for ten seconds. If it
is up again and the other one is deployed before that, GETs get 502 (no live upstreams).
"""

NGINX = """
upstream arena {
    server unix:one.sock;
    server unix:two.sock;
}

server {
    listen unix:nginx.sock;
    client_max_body_size 100m;

    location / {
        proxy_pass http://arena;
        proxy_next_upstream error timeout http_503;
    }
}
"""
