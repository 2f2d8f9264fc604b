"""Wrong (pages): no other back end is asked when more than two seconds have passed: a GET whose back
end is killed after computing for three seconds gets 502.
"""

NGINX = """
upstream arena {
    server unix:one.sock max_fails=0;
    server unix:two.sock max_fails=0;
}

server {
    listen unix:nginx.sock;
    client_max_body_size 100m;

    location / {
        proxy_pass http://arena;
        proxy_next_upstream error timeout http_503;
        proxy_next_upstream_timeout 2s;
    }
}
"""
