#!/usr/bin/env bash
# Measures how long it takes to compare two states of a large catalogue, beside stock
# git on the same repository in the same run (docs/performance.md):
#
#     docs/measure-diff.sh [SERVICES [CHANGED [RUNS]]]
#
# It makes the catalogue itself, the same bytes each time: that of "sc demo" and
# copies of one of its services, committed as drafts before and after a change. Needs
# Go and Git. It works in a temporary folder and touches nothing else.
set -euo pipefail
cd "$(dirname "$0")/.."
services=${1:-10000} changed=${2:-100} runs=${3:-9}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export GOFLAGS=-buildvcs=false
CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o "$work/sc" ./cmd/sc
export LC_ALL=C SC_LANG=en SC_STATE=$work/state HOME=$work
export GIT_CONFIG_GLOBAL=$work/gitconfig GIT_CONFIG_NOSYSTEM=1
printf '[user]\n\tname = Somebody\n\temail = somebody@example.com\n[core]\n\tfsync = none\n[maintenance]\n\tauto = false\n' >"$GIT_CONFIG_GLOBAL"
sc=$work/sc

printf '%s, %s cores, %s services, %s of them changed\n' "$(git --version)" "$(nproc)" "$services" "$changed"
"$sc" demo "$work/tour" >/dev/null 2>&1
cd "$work/tour/repository"

awk -v n="$services" '
	{ line[NR] = $0 }
	END {
		for (i = 1; i <= n; i++) {
			id = sprintf("svc-measure-%05d", i); file = "catalogue/services/" id ".yaml"
			for (l = 1; l <= NR; l++) {
				text = line[l]
				if (text ~ /^id: /) text = "id: " id
				if (text ~ /^code: /) text = "code: M-" i
				print text >file
			}
			close(file)
		}
	}' catalogue/services/svc-db-ops.yaml
git add -A && git commit -qm before
for ((i = 0; i < changed; i++)); do
	file=$(printf 'catalogue/services/svc-measure-%05d.yaml' $((1 + i * (services / changed))))
	sed -i -e 's/value: 99.5/value: 99.9/' -e 's/preset: 7x24/preset: 7x12/' "$file"
done
git commit -qam after
git repack -adq
a=$(git rev-parse HEAD~1) b=$(git rev-parse HEAD)

# measure NAME COMMAND…: the middle of the runs, in ms, wall and CPU time.
measure() {
	local name=$1 i
	shift
	for ((i = 0; i < runs; i++)); do
		{ TIMEFORMAT='%R %U %S'; time "$@" >/dev/null 2>"$work/said" || { cat "$work/said" >&2; exit 1; }; } 2>&1
	done | sort -n | awk -v name="$name" '
		{ wall[NR] = $1 * 1000; cpu[NR] = ($2 + $3) * 1000 }
		END { m = int((NR + 1) / 2); printf "| %s | %.0f | %.0f |\n", name, wall[m], cpu[m] }'
}

printf '\n| command | wall, ms | CPU, ms |\n|---|---|---|\n'
measure 'git diff A B -- services' git diff "$a" "$b" -- catalogue/services
measure 'git diff --stat A' git diff --stat "$a" -- catalogue/services
measure 'sc version' "$sc" version
measure 'sc list versions' "$sc" list versions
measure 'sc diff A B' "$sc" diff "$a" "$b"
measure 'sc diff A B --json' "$sc" diff "$a" "$b" --json
measure 'sc changelog A..B' "$sc" changelog "$a..$b"
measure 'sc diff A . (the work tree)' "$sc" diff "$a" .
"$sc" diff "$a" "$b" --jq '"\(.services | length) services differ, the bump is \(.bump)"' 2>/dev/null
