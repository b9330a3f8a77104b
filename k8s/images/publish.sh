#!/usr/bin/env bash
# Makes the folder that an image holds: k8s/images/publish.sh front|silo|silo-cpu FOLDER
# The Dockerfiles call it, and so does the test that runs a cluster from these folders.
set -euo pipefail
cd "$(dirname "$0")/../.."
image=${1:-} folder=${2:-}
[ -n "$folder" ] || { sed -n '2,3s/^# //p' "$0" >&2; exit 2; }
case "$image" in
    front) project=src/Client device=cpu lock=packages.lock.json ;;
    silo) project=src/Silo device=cuda lock=packages.cuda.lock.json ;;
    silo-cpu) project=src/Silo device=cpu lock=packages.cpu.lock.json ;;
    *) echo "publish.sh: there is no image $image; there are front, silo and silo-cpu" >&2; exit 2 ;;
esac
# Locked: what was not reviewed is not published. The CUDA packages are gigabytes and not in every mirror: the first build that has them
# makes their lock, to be looked at and committed.
locked=true
[ -f "$project/$lock" ] || { locked=false; echo "publish.sh: there is no $project/$lock yet; this build writes it" >&2; }
dotnet publish "$project" -c Release -r linux-x64 --self-contained false -o "$folder" \
    -p:TorchDevice=$device -p:RestoreLockedMode=$locked -p:DebugType=None -v quiet
