#!/usr/bin/env bash
# Measures how long checking many files takes, beside other programs on the same
# machine in the same run:
#
#     docs/measure-validate.sh SC [FOLDER SCHEMA]
#
# SC is the built program. FOLDER holds .yaml files that SCHEMA (JSON Schema 2020-12)
# accepts, with apiVersion and kind, without which kubeconform reads nothing. Without
# FOLDER it makes FILES (10000) entries of 2.4 KB from the longer ones of the example
# catalogue. The other programs are looked for on the PATH, or where these variables
# say, and left out if absent:
#
#     KUBECONFORM  go install github.com/yannh/kubeconform/cmd/kubeconform@v0.8.0
#     AJV          npm install ajv-cli ajv-formats
#     YLS          npm install yaml-language-server (needs node)
#     SPECTRAL     npm install @stoplight/spectral-cli
#
# Needs Git, hyperfine, jq and GNU time. It works in a temporary folder; RUNS (3) is
# how often each command runs. Times are medians; CPU is user and system together.
set -euo pipefail

if (($# != 1 && $# != 3)); then
	sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p}' "$0"
	exit 2
fi
here=$(cd "$(dirname "$0")" && pwd)
sc=$(realpath "$1")
runs=${RUNS:-3} files=${FILES:-10000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export LC_ALL=C.UTF-8 SC_LANG=en HOME=$work GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=$work/gitconfig
mkdir "$work/bin"
export PATH=$work/bin:$PATH

# known NAME PROGRAM makes a program known by a name without its path.
known() {
	local path
	path=$(command -v "$2") || return 1
	printf '#!/bin/sh\nexec "%s" "$@"\n' "$(realpath -s "$path")" >"$work/bin/$1"
	chmod +x "$work/bin/$1"
}

# entries makes a corpus of the example catalogue's entries, each with an id of its own.
entries() {
	"$sc" schema show service --bundle --jq '
		.properties.apiVersion = {const: "v1"} | .properties.kind = {const: "Service"} | del(."$id")' >"$work/schema.json"
	local longer
	mapfile -t longer < <(find "$here/../catalogue/services" -name '*.yaml' -size +1000c | sort)
	mkdir "$work/corpus"
	(cd "$work/corpus" && seq -f %03g 0 $(((files - 1) / 100)) | xargs mkdir -p)
	awk -v files="$files" -v to="$work/corpus" '
		FNR == 1 { n++ }
		!/^id:/ { text[n] = text[n] $0 "\n" }
		END {
			for (i = 0; i < files; i++) {
				name = sprintf("%s/%03d/svc-%06d.yaml", to, i / 100, i)
				printf "apiVersion: v1\nkind: Service\nid: svc-%06d\n%s", i, text[i % n + 1] >name
				close(name)
			}
		}' "${longer[@]}"
}

# beside COMMAND…: a table of the commands, ratios to the first.
beside() {
	local command
	hyperfine -N --warmup 1 --runs "$runs" --export-json "$work/out.json" "$@" >"$work/log" 2>&1 || {
		cat "$work/log"
		return 1
	}
	printf '| command | wall, ms | × | CPU, ms | × | memory, MiB |\n|---|---|---|---|---|---|\n'
	set -f # a pattern is the program's to read
	for command in "$@"; do
		# shellcheck disable=SC2086 # the words of a command
		env time -f %M -o "$work/rss" $command >"$work/log" 2>&1
		tail -n 1 "$work/rss"
	done | jq -rs --slurpfile out "$work/out.json" --arg dir "$work/" --arg here "$here/" '
		def round2: . * 100 | round / 100;
		. as $rss | $out[0].results as $all | $all | to_entries[] | .key as $i | .value as $r
		| [$r.command | gsub($dir; "") | gsub($here; ""), ($r.median * 1000 | round), ($r.median / $all[0].median | round2),
			(($r.user + $r.system) * 1000 | round), (($r.user + $r.system) / ($all[0].user + $all[0].system) | round2),
			($rss[$i] / 1024 | round)] | "| `" + (map(tostring) | .[0] + "` | " + (.[1:] | join(" | "))) + " |"'
}

if (($# == 3)); then
	cp -r "$2" "$work/corpus"
	cp "$3" "$work/schema.json"
else
	entries
fi
cd "$work"
git init -q . # where clean files are remembered
find corpus -name '*.yaml' | sort | sed -n 1,1000p >list
mkdir thousand
xargs -a list cp -t thousand
one=$(head -n 1 list)
printf '%s\n%s files, %s bytes; %s cores\n' "$("$sc" version | tr '\t' ' ')" \
	"$(find corpus -name '*.yaml' | wc -l)" "$(find corpus -name '*.yaml' -print0 | xargs -0 cat | wc -c)" "$(nproc)"

known sc "$sc"
check='sc validate --quiet --schema schema.json'
commands=()
if known kubeconform "${KUBECONFORM:-kubeconform}"; then
	commands+=('kubeconform -schema-location schema.json corpus')
fi
commands+=("$check --no-cache corpus" "$check corpus")
if known ajv "${AJV:-ajv}"; then
	commands+=("ajv validate --spec=draft2020 --strict=false -c ajv-formats -s schema.json -d corpus/**/*.yaml")
fi
printf '\n## All files\n\n'
beside "${commands[@]}"

# sc first: the ratios say how many times longer the others take.
commands=("$check --no-cache thousand")
if command -v node >/dev/null && known yaml-language-server "${YLS:-yaml-language-server}"; then
	commands+=("node $here/yaml-language-server.mjs check $work/bin/yaml-language-server schema.json thousand")
fi
if known spectral "${SPECTRAL:-spectral}"; then
	jq '{rules: {schema: {given: "$", then: {function: "schema", functionOptions: {dialect: "draft2020-12", allErrors: true, schema: .}}}}}' \
		schema.json >ruleset.json
	commands+=('spectral lint --ignore-unknown-format -r ruleset.json thousand/*.yaml')
fi
printf '\n## %s files\n\n' "$(wc -l <list)"
beside "${commands[@]}"

printf '\n## One file\n\n'
beside 'sc version' "$check --no-cache $one"
