#!/usr/bin/env bash
# Measures how long it takes to look at a wide catalogue, and to write one entry into it,
# beside stock git on the same repository in the same run (docs/performance.md):
#
#     docs/measure-size.sh [SERVICES [REQUESTS [RUNS]]]
#
# It makes the catalogues itself, signed and the same bytes each time: some minutes for
# 10,000 requirements. Needs Go, Git, ssh-keygen; GNU time for memory. It works in a
# temporary folder and touches nothing else.
set -euo pipefail
cd "$(dirname "$0")/.."
services=${1:-1000} requests=${2:-10000} runs=${3:-5}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
GOMODCACHE=$(go env GOMODCACHE) GOCACHE=$(go env GOCACHE) # not in the home made here
export GOMODCACHE GOCACHE LC_ALL=C SC_LANG=en SC_STATE=$work/state HOME=$work
export GIT_CONFIG_GLOBAL=$work/gitconfig GIT_CONFIG_NOSYSTEM=1
cat >"$work/gitconfig" <<CONFIG
[user]
	name = Somebody
	email = somebody@example.com
	signingkey = $work/key
[gpg]
	format = ssh
[maintenance]
	auto = false
CONFIG

printf '%s, %s, %s cores, %s services\n' "$(go version | cut -d' ' -f3,4)" "$(git --version)" "$(nproc)" "$services"
GOFLAGS=-buildvcs=false CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o "$work/sc" ./cmd/sc
go test -c -o "$work/grow" ./pkg/audit
sc=$work/sc

# measure NAME PREPARE COMMAND…: the middle of the runs, in ms, CPU time, and the ratios to
# the command that was measured as the peer.
peer=0 peer_cpu=0
measure() {
	local name=$1 prepare=$2 i
	shift 2
	for ((i = 0; i < runs; i++)); do
		eval "$prepare" >/dev/null 2>&1
		{ TIMEFORMAT='%R %U %S'; time "$@" >/dev/null 2>"$work/said" || { cat "$work/said" >&2; exit 1; }; } 2>&1
	done | sort -n | awk -v name="$name" -v peer="$peer" -v peer_cpu="$peer_cpu" '
		{ wall[NR] = $1 * 1000; cpu[NR] = ($2 + $3) * 1000 }
		END { m = int((NR + 1) / 2)
		      printf "| %s | %.0f | %.2f | %.0f | %.2f |\n", name, wall[m], (peer > 0 ? wall[m] / peer : 1), cpu[m], (peer_cpu > 0 ? cpu[m] / peer_cpu : 1) }' | tee "$work/line"
}
against() { peer=$(cut -d'|' -f3 "$work/line") peer_cpu=$(cut -d'|' -f5 "$work/line"); }

list_git() { git ls-tree -r HEAD; }
read_git() { git ls-tree -r HEAD | cut -d' ' -f3 | cut -f1 | git cat-file --batch; }
cold() { rm -f .git/sc/rows; }
warm() { cold; "$sc" status; }
changed() { # one requirement more than the rows know
	git reset -q --hard "$tip" && warm && "$sc" request "${ask[@]}"
}
ask=(--title 't' --customer 'c' --words 'w' --raised-by 'wang.fang')
requirement() { "$sc" request "${ask[@]}" "$@"; }
signed() { echo note >>note && git add note && git commit -q -S -m note; }
memory() {
	[[ -x /usr/bin/time ]] || return 0
	/usr/bin/time -f "memory of $1: %M KiB at most" "${@:2}" 2>&1 >/dev/null | tail -n 1
}

grow() { # REQUESTS: a clone of a catalogue of that size, where we are then
	cd "$work"
	rm -rf grown clone state
	"$work/grow" -test.run '^TestGrowWide$' -test.timeout 240m -wide-services "$services" -wide-requests "$1" -wide-dir "$work/grown" >/dev/null
	git clone -q --no-hardlinks grown clone
	cp grown/wang.fang key && chmod 600 key
	cd clone
	git remote remove origin
	git reset -q --hard
	tip=$(git rev-parse HEAD)
	service=$(git ls-files catalogue/services | sed -n '1{s|.*/||;s|[.]yaml$||;p}')
	printf '\n%s files in the tree\n\n| command | wall, ms | × | CPU, ms | × |\n|---|---|---|---|---|\n' "$(git ls-files | wc -l)"
}

writing() {
	peer=0 peer_cpu=0
	measure 'git add FILE && git commit -q -S' "git reset -q --hard $tip" signed
	against
	measure 'sc request' "git reset -q --hard $tip" requirement
	measure 'sc request --service' "git reset -q --hard $tip" requirement --service "$service"
	git reset -q --hard "$tip"
}

for size in 100 $((requests / 10)) "$requests"; do
	grow "$size"
	writing
done

printf '\n| command | wall, ms | × | CPU, ms | × |\n|---|---|---|---|---|\n'
peer=0 peer_cpu=0
measure 'git ls-tree -r HEAD, and git cat-file --batch' : read_git
against
measure 'sc list requests, cold' cold "$sc" list requests
measure 'sc status, cold' cold "$sc" status
peer=0 peer_cpu=0
measure 'git ls-tree -r HEAD' : list_git
against
warm >/dev/null 2>&1
measure 'sc list requests, warm' : "$sc" list requests
measure 'sc list services, warm' : "$sc" list services
measure 'sc status, warm' : "$sc" status
changed >/dev/null 2>&1
measure 'sc review --agenda' : "$sc" review --agenda
measure 'sc list requests, one changed' : "$sc" list requests
measure 'sc status, one changed' : "$sc" status
printf '\n| command | wall, ms | × | CPU, ms | × |\n|---|---|---|---|---|\n'
git reset -q --hard "$tip"
old=SLR-2026-0031
peer=0 peer_cpu=0
measure 'git log -- FILE' : git log --oneline -- "catalogue/requests/2026/$old.yaml"
against
measure 'sc log ID, nothing kept' 'rm -f .git/sc/trail' "$sc" log "$old"
measure 'sc log ID' : "$sc" log "$old"
measure 'sc trace ID' : "$sc" trace "$old"
measure 'sc log SERVICE' : "$sc" log "$service"
measure 'sc log -N 10' : "$sc" log -N 10
printf '\n'
memory 'sc list requests, warm' "$sc" list requests
memory 'sc request' "$sc" request "${ask[@]}"
cold
memory 'sc list requests, cold' "$sc" list requests
