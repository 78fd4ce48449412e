#!/usr/bin/env bash
# Measures how long it takes to compare two versions, beside stock git on the same
# repository in the same run (docs/performance.md):
#
#     docs/measure-diff.sh [SERVICES [CHANGED [RUNS]]]
#
# It makes the catalogue itself, the same bytes each time, and publishes the two
# versions by the procedure. Needs Go and Git. It works in a temporary folder and
# touches nothing else.
set -euo pipefail
cd "$(dirname "$0")/.."
services=${1:-10000} changed=${2:-100} runs=${3:-9}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export GOFLAGS=-buildvcs=false
CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o "$work/sc" ./cmd/sc
export LC_ALL=C SC_LANG=en SC_STATE=$work/state HOME=$work
export GIT_CONFIG_GLOBAL=$work/gitconfig GIT_CONFIG_NOSYSTEM=1
printf '[user]\n\tname = Somebody\n\temail = somebody@example.com\n[core]\n\tfsync = none\n' >"$GIT_CONFIG_GLOBAL"
sc=$work/sc

printf '%s, %s cores, %s services, %s of them changed\n' "$(git --version)" "$(nproc)" "$services" "$changed"
"$sc" demo "$work/tour" >/dev/null 2>&1
cd "$work/tour/repository"
as() { export SC_SIGNINGKEY=$work/tour/keys/$1; }
step() { "$sc" "$@" >"$work/said" 2>&1 || { cat "$work/said" >&2; exit 1; }; }

# What is not published yet: the sample's database service, again and again.
for ((i = 1; i <= services; i++)); do
	id=$(printf 'svc-measure-%05d' "$i")
	sed -e "s/^id: .*/id: $id/" -e "s/^code: .*/code: M-$i/" -e "s/数据库运维服务/第 $i 项服务/" -e '/^depends_on:/,/^criticality/{/^criticality/!d}' \
		catalogue/services/svc-db-ops.yaml >"catalogue/services/$id.yaml"
done

# publish BUMP takes what is in the work tree through the procedure.
publish() {
	local id
	as li.na
	id=$("$sc" request --source internal --title "Measured" 2>/dev/null)
	as zhang.wei
	step approve "$id" --business-need "to be measured" --company-situation "able"
	as li.na
	step propose "$id" --all
	step review "$id" --pass --attendee zhang.wei --attendee li.na
	as zhang.wei
	step publish --yes --bump "$1" --change-ref CHG-1
}
publish minor
for ((i = 0; i < changed; i++)); do
	file=$(printf 'catalogue/services/svc-measure-%05d.yaml' $((1 + i * (services / changed))))
	sed -i -e 's/value: 99.5/value: 99.9/' -e 's/preset: 7x24/preset: 7x12/' "$file"
done
publish major
git gc -q
mapfile -t versions < <("$sc" list versions | cut -f1 | tail -n 2)
a=catalogue/v${versions[0]} b=catalogue/v${versions[1]}

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
measure "git diff A B -- services" git diff "$a" "$b" -- catalogue/services
measure "sc version" "$sc" version
measure "sc diff A B" "$sc" diff "${versions[0]}" "${versions[1]}"
measure "sc diff A B --json" "$sc" diff "${versions[0]}" "${versions[1]}" --json
measure "sc changelog A..B" "$sc" changelog "${versions[0]}..${versions[1]}"
measure "sc breaking A ." bash -c "\"$sc\" breaking ${versions[0]} . || [ \$? = 1 ]"
"$sc" diff "${versions[0]}" "${versions[1]}" --jq '"\(.services | length) services differ, the bump is \(.bump)"' 2>/dev/null
