"""Any of the two, and a back end that fails is asked again by the next request."""

NGINX = """
upstream backends {
    random;
    server unix:two.sock max_fails=0;
    server unix:one.sock max_fails=0;
}

server {
    listen unix:nginx.sock default_server;
    server_name _;
    client_max_body_size 20m;
    proxy_next_upstream error http_503 timeout;

    location / {
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_pass http://backends;
    }
}
"""
