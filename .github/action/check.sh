#!/usr/bin/env bash
# Checks the files, then the history: a pull request by what it brings to the ledger
# branch, a push by the whole branch. Violations become annotations, since sc sees
# that GitHub runs it.
set -euo pipefail

fail() {
	printf '::error title=sc::%s\n' "$1"
	exit 2
}

[[ -n ${SC_PIN:-} ]] || fail 'pin is empty: give the id of the ledger, sha256:…'
[[ -n ${SC_BRANCH:-} ]] || fail 'branch is empty: name the ledger branch'
branch=refs/remotes/origin/$SC_BRANCH
git rev-parse --quiet --verify "$branch^{commit}" >/dev/null ||
	fail "the branch $SC_BRANCH is not here: check out with fetch-depth: 0"

case $EVENT in
pull_request_target)
	fail 'pull_request_target would check a stranger'"'"'s files with your rights: use pull_request'
	;;
pull_request | merge_group) set -- --base "$branch" --head "$HEAD" ;;
*) set -- --head "$branch" ;;
esac

code=0
if [[ -n ${SC_ROOT:-} ]]; then
	"$SC" validate "$SC_ROOT" || code=$?
else
	"$SC" validate || code=$?
fi
"$SC" verify --pin "$SC_PIN" "$@" || code=$?
exit "$code"
