#!/bin/sh
# Lets nginx send new requests to another name of the API, from one request to the next and without a reload: no connection is closed for it.
# nginx takes the name from where the link /run/nginx/api leads (nginx.conf). Usage: point-at.sh NAME
set -eu
name=${1:?usage: point-at.sh NAME}
mkdir -p "/run/nginx/names/$name"
ln -sfn "names/$name" /run/nginx/api.new
mv -T /run/nginx/api.new /run/nginx/api
