#!/bin/sh
# Measures sc in a repository of many other files beside stock git, in one run.
#
#   docs/measure-monorepo.sh [FILES]      100000 unless told; needs go, git and ssh-keygen
#
# It makes a repository of FILES files in folders of 250, packs it, begins the example's
# catalogue in it and runs each command ROUNDS times (5). What it prints is the median
# of each in milliseconds, and how much that is of git status and git commit together.
set -eu
files=${1:-100000}
rounds=${ROUNDS:-5}
here=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

GOMODCACHE=$(go env GOMODCACHE) GOCACHE=$(go env GOCACHE) # not in the home made here
export GOMODCACHE GOCACHE HOME="$work" GIT_CONFIG_GLOBAL="$work/gitconfig" GIT_CONFIG_NOSYSTEM=1 SC_STATE="$work/state" LC_ALL=C
git config --global user.name Somebody
git config --global user.email somebody@example.com
git config --global init.defaultBranch main
git config --global maintenance.auto false
git config --global gc.auto 0
(cd "$here" && go build -o "$work/sc" ./cmd/sc)
ssh-keygen -q -t ed25519 -N '' -f "$work/key"

mkdir "$work/mono" && cd "$work/mono"
git init -q
awk -v n="$files" 'BEGIN { for (i = 0; i < n; i++) printf "%d %d\n", i / 250, i % 250 }' | while read -r dir file; do
	[ "$file" -gt 0 ] || mkdir -p "src/m$((dir % 20))/p$dir"
	echo "$dir $file" >"src/m$((dir % 20))/p$dir/f$file.txt"
done
git add .
git commit -qm 'other work'
git gc -q
"$work/sc" init --organisation 云脉信息技术服务有限公司 --ops-lead zhang.wei --name 张伟 --email zhang.wei@yunmai.example --key "$work/key" --example 2>/dev/null >/dev/null
git status >/dev/null

now() { date +%s%N; }
timed() { # name, command…
	name=$1
	shift
	begun=$(now)
	"$@" >/dev/null 2>&1
	echo "$name $((($(now) - begun) / 1000))" >>"$work/times"
}
i=0
while [ "$i" -lt "$rounds" ]; do
	i=$((i + 1))
	echo "$i" >>src/m0/p0/f0.txt
	timed 'git_status' git status
	git add src
	timed 'git_commit' git commit -qm "other work $i"
	timed 'sc_request' "$work/sc" request --source internal --title "request $i"
	timed 'sc_status' "$work/sc" status
	timed 'sc_list' "$work/sc" list
	timed 'sc_validate' "$work/sc" validate
	timed 'sc_verify' "$work/sc" verify
done
test -z "$(git status --porcelain)"
sort -k1,1 -k2,2n "$work/times" | awk -v rounds="$rounds" '
	{ all[$1] = all[$1] " " $2 }
	END {
		split("git_status git_commit sc_request sc_status sc_list sc_validate sc_verify", order, " ")
		for (k = 1; k <= 7; k++) { split(all[order[k]], t, " "); median[order[k]] = t[int((rounds + 1) / 2)] }
		both = median["git_status"] + median["git_commit"]
		for (k = 1; k <= 7; k++) printf "%-12s %8.1f ms %6.2f\n", order[k], median[order[k]] / 1000, median[order[k]] / both
	}'
