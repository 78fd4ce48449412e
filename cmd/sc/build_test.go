package main

import (
	"runtime/debug"
	"testing"

	"github.com/service-catalogue/sc/pkg/cli"
)

// TestBuildIsDescribed: what the Go tool stamps is told, and a program that was
// built outside a repository claims no commit.
func TestBuildIsDescribed(t *testing.T) {
	t.Parallel()
	stamped := []debug.BuildSetting{
		{Key: "vcs", Value: "git"},
		{Key: "vcs.revision", Value: "0123456789abcdef0123456789abcdef01234567"},
		{Key: "vcs.time", Value: "2026-03-02T01:00:00Z"},
		{Key: "vcs.modified", Value: "true"},
	}
	for name, c := range map[string]struct {
		settings []debug.BuildSetting
		want     cli.Build
	}{
		"from a clone":  {stamped, cli.Build{Version: "v1.2.3", Commit: stamped[1].Value, Date: stamped[2].Value, Dirty: true, Go: "go1.26.0"}},
		"by go install": {nil, cli.Build{Version: "v1.2.3", Go: "go1.26.0"}},
	} {
		info := &debug.BuildInfo{GoVersion: "go1.26.0", Main: debug.Module{Version: "v1.2.3"}, Settings: c.settings}
		if got := described(info); got != c.want {
			t.Errorf("%s: got %+v, want %+v", name, got, c.want)
		}
	}
}
