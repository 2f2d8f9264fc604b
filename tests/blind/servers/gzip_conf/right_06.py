"""One line of Vary: that of the back end, with Accept-Encoding added where it lacks it."""

NGINX = r"""
map $upstream_http_vary $vary {
    "" "Accept-Encoding";
    "~*accept-encoding" $upstream_http_vary;
    default "$upstream_http_vary, Accept-Encoding";
}

server {
    listen unix:nginx.sock;

    gzip on;
    gzip_comp_level 8;
    gzip_http_version 1.0;
    gzip_min_length 500;
    gzip_proxied any;
    gzip_types text/css application/json;

    proxy_hide_header Vary;
    add_header Vary $vary always;

    location / {
        proxy_pass http://unix:app.sock;
        proxy_set_header Host $host;
    }

    location ~ ^/account/ {
        gzip off;
        proxy_pass http://unix:app.sock;
        proxy_set_header Host $host;
    }

    location /static/ {
        root files;
        gzip_types text/css text/plain application/json application/octet-stream;

        location ~* \.(png|jpe?g)$ {
            gzip off;
        }
    }
}
"""
