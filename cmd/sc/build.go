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
	return described(info)
}

// described picks from build information what "sc version" tells.
func described(info *debug.BuildInfo) cli.Build {
	b := cli.Build{Version: info.Main.Version, Go: info.GoVersion}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			b.Commit = s.Value
		case "vcs.time":
			b.Date = s.Value
		case "vcs.modified":
			b.Dirty = s.Value == "true"
		}
	}
	return b
}
