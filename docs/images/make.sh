#!/usr/bin/env bash
# Takes the screenshots of the studio anew: every page, light and dark, 1440 and 390 pixels wide. Run ./test.sh once before.
set -euo pipefail
cd "$(dirname "$0")/../.."
JANUS_SCREENSHOTS=$PWD/docs/images dotnet test --project tests/Studio.Tests -c Release --filter-method '*Pages_All_HaveNoBarriers'
