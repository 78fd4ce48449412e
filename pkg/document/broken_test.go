package document

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
)

// expectation is the first line of each file of testdata/broken: an entry of the
// sample catalogue in which one thing is broken.
var expectation = regexp.MustCompile(`^\x{FEFF}?# expect: ([a-z0-9/-]+) @ line ([0-9]+)\r?\n`)

// brokenFile is one of them.
type brokenFile struct {
	name, rule string
	line       int
	data       []byte
}

func brokenFiles(tb testing.TB) []brokenFile {
	tb.Helper()
	names, err := filepath.Glob("testdata/broken/*.yaml")
	if err != nil || len(names) < 40 {
		tb.Fatalf("got %d broken files, want 40 or more: %v", len(names), err)
	}
	var files []brokenFile
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			tb.Fatal(err)
		}
		m := expectation.FindSubmatch(data)
		if m == nil {
			tb.Fatalf("%s does not say what to expect", name)
		}
		line, _ := strconv.Atoi(string(m[2]))
		files = append(files, brokenFile{filepath.Base(name), string(m[1]), line, data})
	}
	return files
}

// elsewhere are the broken files whose fault is told at another line than the one
// that was broken, each with its reason. No more than 1 in 26 may be.
var elsewhere = map[string]string{}

// TestBrokenFiles: each has one finding, by its rule and at its line.
func TestBrokenFiles(t *testing.T) {
	files := brokenFiles(t)
	wrong := 0
	for _, f := range files {
		_, fs := Parse(f.name, f.data)
		var got []string
		for _, x := range fs {
			got = append(got, fmt.Sprintf("%s:%d", x.Rule, x.Start.Line))
		}
		if len(fs) == 1 && fs[0].Rule == f.rule && fs[0].Start.Line == f.line {
			if elsewhere[f.name] != "" {
				t.Errorf("%s is an exception without need", f.name)
			}
			continue
		}
		wrong++
		if elsewhere[f.name] == "" {
			t.Errorf("%s: got %v, want %s:%d", f.name, got, f.rule, f.line)
		}
	}
	if wrong*26 > len(files) {
		t.Errorf("%d of %d broken files are told wrong", wrong, len(files))
	}
}
