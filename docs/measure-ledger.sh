#!/usr/bin/env bash
# Measures how long it takes to verify a ledger that has grown, beside stock git on
# the same repository in the same run (docs/performance.md):
#
#     docs/measure-ledger.sh [ENTRIES [RUNS]]
#
# It makes the ledger itself, signed and the same bytes each time: some minutes for
# 100,000 entries. Needs Go, Git, ssh-keygen; GNU time for memory. It works in a
# temporary folder and touches nothing else.
set -euo pipefail
cd "$(dirname "$0")/.."
entries=${1:-2000} runs=${2:-3}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
GOMODCACHE=$(go env GOMODCACHE) GOCACHE=$(go env GOCACHE) # not in the home made here
export GOMODCACHE GOCACHE LC_ALL=C SC_LANG=en SC_STATE=$work/state HOME=$work
export GIT_CONFIG_GLOBAL=$work/gitconfig GIT_CONFIG_NOSYSTEM=1

printf '%s, %s, %s cores, %s entries\n' "$(go version | cut -d' ' -f3,4)" "$(git --version)" "$(nproc)" "$entries"
GOFLAGS=-buildvcs=false CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o "$work/sc" ./cmd/sc
go test ./pkg/audit -run '^TestGrow$' -timeout 120m -args -grow "$entries" -grow-dir "$work/ledger" >/dev/null
cd "$work/ledger"
sc=$work/sc
tip=$(git rev-parse main)
pin=$("$sc" verify --jq .ledger 2>/dev/null)

# measure NAME PREPARE COMMAND…: the middle of the runs, in ms, and CPU time.
measure() {
	local name=$1 prepare=$2 i
	shift 2
	for ((i = 0; i < runs; i++)); do
		eval "$prepare"
		{ TIMEFORMAT='%R %U %S'; time "$@" >/dev/null 2>"$work/said" || { cat "$work/said" >&2; exit 1; }; } 2>&1
	done | sort -n | awk -v name="$name" '
		{ wall[NR] = $1 * 1000; cpu[NR] = ($2 + $3) * 1000 }
		END { m = int((NR + 1) / 2); printf "| %s | %.0f | %.0f |\n", name, wall[m], cpu[m] }'
}

# at COMMIT moves the branch, and the reader to where they verified it last.
at() { git update-ref refs/heads/main "$1"; }
fresh() { rm -rf "$SC_STATE"; }
seen() { fresh; cp -r "$work/seen" "$SC_STATE"; }
remember() {
	at "$1"
	# Tags of versions that are not reached yet would not be good.
	fresh
	"$sc" verify >/dev/null 2>&1 || true
	rm -rf "$work/seen"
	[[ -d $SC_STATE ]] || { echo "nothing was found good at $1" >&2; exit 1; }
	cp -r "$SC_STATE" "$work/seen"
	at "$tip"
}

printf '\n| command | wall, ms | CPU, ms |\n|---|---|---|\n'
measure 'git log --raw' : git log --raw
measure 'git log -n 10 --raw' : git log -n 10 --raw
measure 'sc verify --full' fresh "$sc" verify --full --pin "$pin"
remember "$tip"
measure 'sc verify, nothing new' seen "$sc" verify
remember "$tip~100"
measure 'sc verify, 100 entries new' seen "$sc" verify
push() { printf '%s %s refs/heads/main\n' "$(git rev-parse "$tip~1")" "$tip" | "$sc" hook pre-receive --pin "$pin" --ref refs/heads/main "$@"; }
measure 'sc hook pre-receive, one entry' "at $tip~1" push
measure 'sc hook pre-receive --full, one entry' "at $tip~1" push --full
at "$tip"

# Asking ssh-keygen about each signature takes long: at most 2,000 of them.
"$sc" procedure show --allowed-signers >"$work/allowed"
git config gpg.ssh.allowedSignersFile "$work/allowed"
signed=$((entries < 2000 ? entries : 2000))
runs=1
measure "git log -n $signed --show-signature" : git log -n "$signed" --show-signature

if [[ -x /usr/bin/time ]]; then
	fresh
	/usr/bin/time -f 'memory of sc verify --full: %M KiB at most' "$sc" verify --full --pin "$pin" 2>&1 >/dev/null | tail -n 1
fi
