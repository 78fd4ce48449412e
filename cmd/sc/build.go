package main

import (
	"runtime/debug"

	"github.com/service-catalogue/sc/pkg/cli"
)

// build is what the Go tool wrote into the program: no flag of a release build
// can claim another version.
func build() cli.Build {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return cli.Build{}
	}
	b := cli.Build{Version: info.Main.Version, Go: info.GoVersion}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			b.Commit = s.Value
		}
	}
	return b
}
