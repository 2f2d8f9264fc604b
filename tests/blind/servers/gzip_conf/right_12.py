"""Right: gzip only where it is wanted; Vary by the type of the response.
"""

NGINX = """
map $sent_http_content_type $vary_of_text {
    default "";
    ~*^(text/html|text/css|application/json) Accept-Encoding;
}

server {
    listen unix:nginx.sock;
    add_header Vary $vary_of_text always;
    gzip off;
    gzip_comp_level 9;
    gzip_min_length 1000;
    gzip_proxied any;
    gzip_http_version 1.0;
    gzip_types text/css application/json application/problem+json;

    location / {
        gzip on;
        proxy_pass http://unix:app.sock;
        proxy_set_header Host $host;
    }

    location ^~ /account/ {
        proxy_pass http://unix:app.sock;
        proxy_set_header Host $host;
    }

    location /static/ {
        gzip on;
        root files;
    }
}
"""
