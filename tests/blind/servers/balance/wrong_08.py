"""answer: $uri is decoded: /a%2Fb/ and /a%20b/ are other paths for the back end."""

NGINX = """
upstream arena {
    server unix:one.sock max_fails=0;
    server unix:two.sock max_fails=0;
}

server {
    listen unix:nginx.sock;

    location / {
        proxy_pass http://arena$uri$is_args$args;
        proxy_next_upstream error timeout http_503;
    }
}
"""
