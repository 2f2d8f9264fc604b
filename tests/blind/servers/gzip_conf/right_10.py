"""Files are chosen by their ending, whatever type nginx gives them; responses of the back end by type."""

NGINX = r"""
server {
    listen unix:nginx.sock;

    gzip_comp_level 6;
    gzip_http_version 1.0;
    gzip_min_length 500;
    gzip_proxied any;
    add_header Vary Accept-Encoding always;

    location / {
        gzip on;
        gzip_types text/css application/json application/problem+json;
        proxy_pass http://unix:app.sock;
        proxy_set_header Host $host;
    }

    location ~ "^/account/" {
        gzip off;
        proxy_pass http://unix:app.sock;
        proxy_set_header Host $host;
    }

    location /static/ {
        root files;
    }

    location ~ "^/static/.+\.(?i:css|html?|json)$" {
        gzip on;
        gzip_types *;
        root files;
    }
}
"""
