#!/usr/bin/env bash
# Builds everything and runs the tests: all of them, or those of the named projects.
#   ./test.sh                      every project
#   ./test.sh Model.Tests Silo.Tests
#   ./test.sh --long               the long runs too
# Installs what a bare Debian machine lacks: redis-server and chromium (apt), Azurite, axe-core, schemas of Kubernetes and the openai package (npm ci).
set -euo pipefail
cd "$(dirname "$0")"

projects=()
for argument in "$@"; do
    case "$argument" in
        --long) export JANUS_LONG_TESTS=1 ;;
        -h | --help) sed -n '2,6s/^# \{0,1\}//p' "$0"; exit 0 ;;
        -*) echo "test.sh: unknown option $argument (see --help)" >&2; exit 2 ;;
        *)
            [ -f "tests/$argument/$argument.csproj" ] || { echo "test.sh: there is no tests/$argument" >&2; exit 2; }
            projects+=("$argument")
            ;;
    esac
done
if [ ${#projects[@]} -eq 0 ]; then
    for project in tests/*.Tests; do projects+=("$(basename "$project")"); done
fi

install() { # install COMMAND PACKAGE
    command -v "$1" >/dev/null && return
    echo "Installing $2 …"
    local sudo=; [ "$(id -u)" = 0 ] || sudo=sudo
    { $sudo apt-get install -y "$2" || { $sudo apt-get update && $sudo apt-get install -y "$2"; }; } >/dev/null
}
install redis-server redis-server
install chromium chromium
for package in tests/axe tests/azurite tests/kubernetes-models tests/openai-node; do
    [ -d "$package/node_modules" ] && continue
    echo "Installing what $package needs …"
    npm ci --prefix "$package" --no-audit --no-fund --loglevel=error
done

dotnet build JanusCluster.sln -c Release -v quiet

passed=0 failed=0 skipped=0 broken=()
for project in "${projects[@]}"; do
    echo "== $project"
    log=$(mktemp)
    dotnet test --project "tests/$project" -c Release --no-build --no-restore 2>&1 | tee "$log" || true
    count() { sed -n "s/^ *$1: *\([0-9]*\).*/\1/p" "$log" | tail -n 1; }
    total=$(count total)
    if [ "${total:-0}" -eq 0 ]; then
        echo "test.sh: $project ran no test" >&2
        broken+=("$project")
    else
        passed=$((passed + $(count succeeded))) failed=$((failed + $(count failed))) skipped=$((skipped + $(count skipped)))
        # A run that was cut short counts as failed, whatever it had counted.
        grep -q '^Test run summary: \(Passed\|Failed\)!' "$log" || broken+=("$project")
    fi
    rm -f "$log"
done

failed=$((failed + ${#broken[@]}))
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
