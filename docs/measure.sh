#!/usr/bin/env bash
# Measures what docs/performance.md tells, beside stock git on the same machine
# in the same run:
#
#     docs/measure.sh [RUNS]
#
# Needs Go, Git, hyperfine, ssh-keygen. It works in a temporary folder and touches
# nothing else.
set -euo pipefail
cd "$(dirname "$0")/.."
runs=${1:-20}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export LC_ALL=C SC_LANG=en

section() { printf '\n## %s\n\n' "$1"; }

# beside NAME COMMAND…: median and CPU time of each command, as a ratio of the first.
beside() {
	local commands=("$@")
	hyperfine -N --warmup 3 --runs "$runs" --export-csv "$work/out.csv" "${commands[@]}" >"$work/log" 2>&1 || {
		cat "$work/log"
		return 1
	}
	table
}

# table prints the last measurement; the first row is the peer.
table() {
	printf '| command | median ms | ratio | CPU ms | ratio |\n|---|---|---|---|---|\n'
	awk -F, -v dir="$work/" 'NR > 1 {
		name = $1; gsub(dir, "", name); gsub(/"/, "", name)
		cpu = ($5 + $6) * 1000; wall = $4 * 1000
		if (NR == 2) { w = wall; c = cpu }
		printf "| `%s` | %.1f | %.2f | %.1f | %.2f |\n", name, wall, wall / w, cpu, cpu / c
	}' "$work/out.csv"
}

printf '%s, %s, %s cores\n' "$(go version | cut -d' ' -f3,4)" "$(git --version)" "$(nproc)"

section 'Size of the program'
go build -buildvcs=false -o "$work/plain/sc" ./cmd/sc
CGO_ENABLED=0 go build -buildvcs=false -trimpath -ldflags '-s -w' -o "$work/bin/sc" ./cmd/sc
for f in plain/sc bin/sc; do
	printf '%s: %s bytes\n' "$f" "$(wc -c <"$work/$f")"
done
export PATH=$work/bin:$PATH TMPDIR=$work
export HOME=$work GIT_CONFIG_GLOBAL=$work/gitconfig GIT_CONFIG_NOSYSTEM=1 SSH_AUTH_SOCK=

section 'Start-up'
beside 'git --version' 'sc version'

section 'The whole procedure (sc demo)'
hyperfine -N --warmup 1 --runs 5 --export-csv "$work/out.csv" 'sc demo' >"$work/log" 2>&1
table

sc demo "$work/tour" >/dev/null
cd "$work/tour/repository"
sign=$PWD/../keys
export SC_SIGNINGKEY=$sign/li.na
git config user.name Somebody
git config user.email somebody@example.com
git config gpg.format ssh
git config user.signingkey "$sign/li.na"

section 'Looking and checking (14 services, 2 versions, 19 entries)'
beside 'git status' 'sc status' 'sc list services' 'sc list requests' 'sc list versions' 'sc validate' \
	'sc procedure show' 'sc procedure check' 'sc review --agenda' 'sc verify'

section 'Verifying, beside what git can check of the signatures'
sc procedure show --allowed-signers >../allowed
git config gpg.ssh.allowedSignersFile ../allowed
beside 'git log --format=%G?' 'sc verify'

# A step is measured from the same commit each time.
section 'Taking steps, beside a signed commit of one file'
as() { export SC_SIGNINGKEY=$sign/$1; }
state() { git tag -f "state/$1" >/dev/null; }
criteria='--business-need need --company-situation able'
state request
as li.na && sc request --source internal --title Retire >/dev/null 2>&1 && state approve
# shellcheck disable=SC2086
as zhang.wei && sc approve 6 $criteria >/dev/null 2>&1 && state propose
as li.na && sc design 6 --retire svc-av-standalone --no-editor >/dev/null 2>&1 && sc propose 6 >/dev/null 2>&1 && state review
sc review 6 --pass --attendee zhang.wei --attendee li.na >/dev/null 2>&1 && state publish

back() { printf 'git reset -q --hard state/%s' "$1"; }
cat >"$work/commit" <<'END'
#!/bin/sh
echo more >>note && git add note && exec git commit -q -S -m note
END
chmod +x "$work/commit"
draft="sh -c '$(back propose) && sc design 6 --retire svc-av-standalone --no-editor'"
lead="env SC_SIGNINGKEY=$sign/zhang.wei"
manager="env SC_SIGNINGKEY=$sign/li.na"
hyperfine -N --warmup 2 --runs "$runs" --export-csv "$work/out.csv" \
	--prepare "$(back request)" -n 'git add && git commit -S' "$work/commit" \
	--prepare "$(back request)" -n 'sc request' "$manager sc request --source internal --title Retire" \
	--prepare "$(back approve)" -n 'sc approve' "$lead sc approve 6 $criteria" \
	--prepare "$(back propose)" -n 'sc design' "$manager sc design 6 --retire svc-av-standalone --no-editor" \
	--prepare "$draft" -n 'sc propose' "$manager sc propose 6" \
	--prepare "$(back review)" -n 'sc review' "$manager sc review 6 --pass --attendee zhang.wei --attendee li.na" \
	--prepare "sh -c 'git tag -d catalogue/v2.0.0 >/dev/null 2>&1; $(back publish)'" -n 'sc publish' "$lead sc publish --yes --change-ref C-1" \
	>"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
table
