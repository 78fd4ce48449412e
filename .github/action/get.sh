#!/usr/bin/env bash
# Puts sc into the folder $SC_INTO and says where, for later steps of the action.
set -euo pipefail

fail() {
	printf '::error title=sc::%s\n' "$1"
	exit 2
}

digest() { # of standard input
	if command -v sha256sum >/dev/null; then
		sha256sum
	else
		shasum -a 256
	fi | cut -d ' ' -f 1
}

# build makes sc from the action's own source.
build() {
	command -v go >/dev/null || fail 'there is no Go to build sc with: run actions/setup-go before, or give version and checksum'
	(cd "$SC_SOURCE" && CGO_ENABLED=0 GOWORK=off GOFLAGS='' go build -mod=readonly -trimpath -buildvcs=false -o "$SC_INTO/sc$1" ./cmd/sc)
}

fetch() { # NAME: a file of the release
	curl --fail --silent --show-error --location --proto '=https,file' --proto-redir '=https' \
		--retry 3 --max-time 300 --output "$SC_INTO/$1" "$SC_FROM/$SC_VERSION/$1" ||
		fail "$SC_FROM/$SC_VERSION/$1 cannot be had"
}

# download takes sc from a release, after holding it against what was pinned.
download() {
	local os=$1 arch=$2 archive listed
	[[ $SC_VERSION =~ ^v[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.]+)?$ ]] || fail "version is v1.4.0 or the like, not $SC_VERSION"
	[[ $SC_CHECKSUM =~ ^[0-9a-f]{64}$ ]] || fail 'version goes with checksum, the SHA-256 of that release'"'"'s checksums.txt'
	fetch checksums.txt
	[[ $(digest <"$SC_INTO/checksums.txt") == "$SC_CHECKSUM" ]] || fail "the checksums.txt of $SC_VERSION is not the one that was pinned"
	archive=sc_${SC_VERSION#v}_${os}_$arch.tar.gz
	if [[ $os == windows ]]; then
		archive=${archive%.tar.gz}.zip
	fi
	listed=$(awk -v name="$archive" '$2 == name { print $1 }' "$SC_INTO/checksums.txt")
	[[ -n $listed ]] || fail "the release $SC_VERSION has no $archive"
	fetch "$archive"
	[[ $(digest <"$SC_INTO/$archive") == "$listed" ]] || fail "$archive is not the one that checksums.txt lists"
	if [[ $os == windows ]]; then
		unzip -q -o "$SC_INTO/$archive" sc.exe -d "$SC_INTO"
	else
		tar -xzf "$SC_INTO/$archive" -C "$SC_INTO" sc
	fi
}

case $(uname -s) in
Linux) os=linux suffix='' ;;
Darwin) os=darwin suffix='' ;;
MINGW* | MSYS* | CYGWIN*) os=windows suffix=.exe ;;
*) fail "there is no sc for $(uname -s)" ;;
esac
case $(uname -m) in
x86_64 | amd64) arch=amd64 ;;
aarch64 | arm64) arch=arm64 ;;
*) fail "there is no sc for $(uname -m)" ;;
esac
mkdir -p "$SC_INTO"
if [[ -z ${SC_VERSION:-} ]]; then
	[[ -z ${SC_CHECKSUM:-} ]] || fail 'checksum goes with version'
	build "$suffix"
else
	download "$os" "$arch"
fi
"$SC_INTO/sc$suffix" version
printf 'sc=%s\n' "$SC_INTO/sc$suffix" >>"${GITHUB_OUTPUT:-/dev/null}"
