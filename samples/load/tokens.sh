#!/bin/sh
# An access token on a line for each user of users.csv, into the file named. Org, app and password are in the environment.
exec postern mint --users users.csv --password env:OKTA_PASSWORD --scopes 'openid orders:read' --as tokens --to "$1"
