#!/usr/bin/env bash
# Installs what the tests need, builds everything, checks the format and runs every test project.
#   ./test          all of it
#   ./test --fast   without the native publish and the browser
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 2

fast=no
case "${1:-}" in
  '') ;;
  --fast) fast=yes ;;
  *) sed -n '2,4s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 TESTINGPLATFORM_TELEMETRY_OPTOUT=1
scratch=$(mktemp -d "${TMPDIR:-/tmp}/postern-test.XXXXXX")
postgres_pid=''
format_pid=''

cleanup() {
  [ -z "$format_pid" ] || kill "$format_pid" 2>/dev/null
  if [ -n "$postgres_pid" ]; then
    as_postgres kill -QUIT "$postgres_pid" 2>/dev/null
    while kill -0 "$postgres_pid" 2>/dev/null; do sleep 0.1; done
  fi
  rm -rf "$scratch"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

say() { printf '%s\n' "$*"; }

# Says what it does and how long it took; shows the output only of what went wrong.
step() {
  local title=$1 from=$SECONDS; shift
  if "$@" >"$scratch/step.log" 2>&1; then say "$title ($((SECONDS - from)) s)"; return; fi
  cat "$scratch/step.log"
  say "$title: failed"
  return 1
}

postgres_bin() { ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1; }

missing_packages() {
  command -v node >/dev/null || echo nodejs
  command -v npm >/dev/null || echo npm
  [ -n "$(postgres_bin)" ] || echo postgresql
  [ "$fast" = yes ] || command -v chromium >/dev/null || command -v chromium-browser >/dev/null || echo chromium
  [ "$fast" = yes ] || command -v clang >/dev/null || command -v gcc >/dev/null || echo clang
  [ "$fast" = yes ] || [ -e /usr/include/zlib.h ] || echo zlib1g-dev
}

install_packages() {
  local packages elevate=''
  packages=$(missing_packages)
  [ -n "$packages" ] || return 0
  [ "$(id -u)" = 0 ] || elevate=sudo
  if ! command -v apt-get >/dev/null || { [ -n "$elevate" ] && ! command -v sudo >/dev/null; }; then
    say "Not installed, and no apt-get or no right to use it here: $(echo $packages)."
    say 'Tests that need them will be skipped; install them to run everything.'
    return 0
  fi
  step 'Package lists refreshed' $elevate apt-get update -qq || return 1
  # shellcheck disable=SC2086
  step "Installed $(echo $packages)" $elevate env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages
}

install_node_modules() {
  local node=test/Interop.Tests/node
  command -v npm >/dev/null || return 0
  cmp -s $node/package-lock.json $node/node_modules/.installed-lock && return 0
  step 'Node packages installed' npm ci --prefix $node --no-audit --no-fund --ignore-scripts || return 1
  cp $node/package-lock.json $node/node_modules/.installed-lock
}

# PostgreSQL refuses to run as root.
as_postgres() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }

# A private cluster that listens on a socket in a folder of its own: nothing to collide with.
start_postgres() {
  local bin data=$scratch/postgres socket=$scratch/socket
  bin=$(postgres_bin)
  [ -n "$bin" ] || return 0
  mkdir -p "$data" "$socket" || return 1
  chmod 711 "$scratch"
  [ "$(id -u)" != 0 ] || chown postgres "$data" "$socket"
  chmod 700 "$data" "$socket"
  (cd / && as_postgres "$bin/initdb" -D "$data" -U postern -A trust -E UTF8 --locale=C --no-sync) || return 1
  (cd / && as_postgres "$bin/pg_ctl" -D "$data" -w -l "$data/server.log" \
    -o "-c listen_addresses='' -c unix_socket_directories='$socket' -c fsync=off -c max_connections=200" start) || { cat "$data/server.log"; return 1; }
  postgres_pid=$(head -1 "$data/postmaster.pid")
  export POSTERN_TEST_POSTGRES="Host=$socket;Username=postern;Database=postgres"
}

build() { dotnet build Postern.slnx -nologo -v q -m:2 --no-restore; }

# Adds a field of the runner's summary over every module it ran.
count() { awk -v field="$1:" '$1 == field { n += $2 } END { print n + 0 }' "$scratch/tests.log"; }

run_tests() {
  local filter=()
  [ "$fast" = no ] || filter=(--filter-not-trait Speed=Slow)
  # Exit code 8 is a module in which the filter left no test.
  dotnet test --solution Postern.slnx --no-build --no-restore --max-parallel-test-modules 2 --output Normal --no-progress \
    -- "${filter[@]}" --ignore-exit-code 8 >"$scratch/tests.log" 2>&1
}

install_packages || exit 1
install_node_modules || exit 1
step 'Packages restored' dotnet restore Postern.slnx -v q || exit 1
step 'Built' build || exit 1
step 'PostgreSQL started' start_postgres || exit 1

dotnet format Postern.slnx --no-restore --verify-no-changes >"$scratch/format.log" 2>&1 &
format_pid=$!

status=0
from=$SECONDS
run_tests || status=1
if [ $status = 0 ]; then say "Tests ran ($((SECONDS - from)) s)"; else cat "$scratch/tests.log"; fi

if ! wait "$format_pid"; then
  cat "$scratch/format.log"
  say 'The format is not the repository'"'"'s: run "dotnet format".'
  status=1
fi
format_pid=''

passed=$(count succeeded) failed=$(count failed) skipped=$(count skipped)
# A module that crashed counts no failure of its own, and a wrong format fails the run.
[ $status = 0 ] || [ "$failed" != 0 ] || failed=1
[ "$passed" != 0 ] || status=1
say "$passed passed, $failed failed, $skipped skipped"
exit $status
