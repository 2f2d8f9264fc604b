"""Wrong (answer): the path is passed on decoded: /a%2Fb/ becomes /a/b/, and %3F or a blank break the
request.
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
        proxy_pass http://arena$uri$is_args$args;
        proxy_next_upstream error timeout http_503;
    }
}
"""
