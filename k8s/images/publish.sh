#!/usr/bin/env bash
# Makes the folder that an image holds: k8s/images/publish.sh front|silo|silo-cpu FOLDER
# The Dockerfiles call it, and so does the test that runs a cluster from these folders.
set -euo pipefail
cd "$(dirname "$0")/../.."
image=${1:-} folder=${2:-}
[ -n "$folder" ] || { sed -n '2,3s/^# //p' "$0" >&2; exit 2; }
case "$image" in
    front) project=src/Client device=cpu ;;
    silo) project=src/Silo device=cuda ;;
    silo-cpu) project=src/Silo device=cpu ;;
    *) echo "publish.sh: there is no image $image; there are front, silo and silo-cpu" >&2; exit 2 ;;
esac
# Locked: what was not reviewed is not published.
dotnet publish "$project" -c Release -r linux-x64 --self-contained false -o "$folder" \
    -p:TorchDevice=$device -p:RestoreLockedMode=true -p:DebugType=None -v quiet
