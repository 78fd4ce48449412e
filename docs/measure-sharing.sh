#!/usr/bin/env bash
# Measures what it takes to record and share, beside git commit -S and git push to the
# same kind of repository in the same run (docs/performance.md):
#
#     docs/measure-sharing.sh [REQUESTS [CLONES]]
#
# It makes its own repositories, bare ones reached by file and without a hook. First one
# clone writes REQUESTS requirements, then CLONES clones at the same time. Needs Go, Git,
# ssh-keygen. It works in a temporary folder and touches nothing else.
set -euo pipefail
cd "$(dirname "$0")/.."
requests=${1:-20} clones=${2:-3}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
GOMODCACHE=$(go env GOMODCACHE) GOCACHE=$(go env GOCACHE) # not in the home made here
export GOMODCACHE GOCACHE LC_ALL=C SC_LANG=en SC_STATE=$work/state HOME=$work
export GIT_CONFIG_GLOBAL=$work/gitconfig GIT_CONFIG_NOSYSTEM=1 SSH_AUTH_SOCK=

printf '%s, %s, %s cores, %s requirements\n' "$(go version | cut -d' ' -f3,4)" "$(git --version)" "$(nproc)" "$requests"
GOFLAGS=-buildvcs=false CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o "$work/bin/sc" ./cmd/sc
export PATH=$work/bin:$PATH
sc demo "$work/tour" >/dev/null
key=$work/tour/keys/li.na
export SC_SIGNINGKEY=$key
git config --global user.name Somebody
git config --global user.email somebody@example.com
git config --global gpg.format ssh
git config --global user.signingkey "$key"
git config --global gc.auto 0

# shared NAME makes a bare repository of what the tour left, and a clone of it.
shared() {
	git clone -q --bare "$work/tour/repository" "$work/$1.git"
	git clone -q "file://$work/$1.git" "$work/$1"
}

by_git() {
	for ((i = 0; i < requests; i++)); do
		echo "$i" >>note
		git add note
		git commit -q -S -m note
		if [[ $1 == push ]]; then git push -q origin HEAD; fi
	done
}
by_sc() {
	for ((i = 0; i < requests; i++)); do
		sc request "$@" --source internal --title "Requirement $i of $BASHPID" >/dev/null 2>"$work/said.$BASHPID" || { cat "$work/said.$BASHPID" >&2; return 1; }
	done
}

# took NAME COMMAND… prints how long it took in all, and beside the first of its table.
took() {
	local name=$1 wall user system
	shift
	{ TIMEFORMAT='%R %U %S'; time "$@"; } 2>"$work/time"
	read -r wall user system <"$work/time"
	awk -v name="$name" -v n="$requests" -v wall="$wall" -v cpu="$user" -v sys="$system" -v first="$work/first" 'BEGIN {
		cpu += sys
		if ((getline line <first) > 0) { split(line, f, " ") } else { f[1] = wall; f[2] = cpu; print wall, cpu >first }
		printf "| %s | %.0f | %.2f | %.0f | %.2f |\n", name, wall * 1000 / n, wall / f[1], cpu * 1000 / n, cpu / f[2] }'
}
table() {
	rm -f "$work/first"
	printf '\n| each of %s, %s | wall, ms | × | CPU, ms | × |\n|---|---|---|---|---|\n' "$requests" "$1"
}

sync() { sc sync >/dev/null; }

table 'kept here'
shared a && cd "$work/a" && took 'git add && git commit -S' by_git keep
shared b && cd "$work/b" && took 'sc request --offline' by_sc --offline
took 'sc sync, for all of them' sync

table shared
shared c && cd "$work/c" && took 'git add && git commit -S && git push' by_git push
shared d && cd "$work/d" && took 'sc request' by_sc

# Git alone has no way to do this: the peer is one clone.
many() {
	local pids=()
	for ((c = 0; c < clones; c++)); do
		(cd "$work/many$c" && by_sc) &
		pids+=($!)
	done
	wait "${pids[@]}"
}
shared e
for ((c = 0; c < clones; c++)); do git clone -q "file://$work/e.git" "$work/many$c"; done
before=$(git --git-dir="$work/e.git" rev-list --count main)
took "sc request, of each of $clones clones at once" many
made=$(($(git --git-dir="$work/e.git" rev-list --count main) - before))
[[ $made -eq $((requests * clones)) ]] || { echo "$made requirements are there, want $((requests * clones))" >&2; exit 1; }
cd "$work/e" && git pull -q && sc verify >/dev/null 2>&1 # it is good
