"""share

The back end is chosen by the visitor's connection: all requests of one kept-alive connection, from a visitor or a CDN, go to one
back end though both are up. With a new connection for each request both get some.
"""

NGINX = r"""
upstream arena {
    hash $connection;
    server unix:one.sock max_fails=0;
    server unix:two.sock max_fails=0;
}

server {
    listen unix:nginx.sock;
    client_max_body_size 0;

    location / {
        proxy_pass http://arena;
        proxy_next_upstream error http_503;
        proxy_set_header Connection close;
    }
}
"""
