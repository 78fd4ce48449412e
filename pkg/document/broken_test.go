package document

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
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

// mistakes are what a person may do to one line; what changes nothing is none there.
func mistakes() map[string]func(line string) string {
	swap := func(old, new string) func(string) string {
		return func(line string) string { return strings.Replace(line, old, new, 1) }
	}
	indent := func(old, new string) func(string) string {
		return func(line string) string {
			if rest, ok := strings.CutPrefix(line, old); ok {
				return new + rest
			}
			return line
		}
	}
	end := func(line, new string) string {
		if rest, ok := strings.CutSuffix(line, ":"); ok {
			return rest + new
		}
		return line
	}
	return map[string]func(string) string{
		"full-width colon":       swap(": ", "："),
		"full-width colon alone": func(line string) string { return end(line, "：") },
		"no colon":               swap(": ", " "),
		"no colon alone":         func(line string) string { return end(line, "") },
		"no space":               swap(": ", ":"),
		"two colons":             swap(": ", ": x: "),
		"full-width dash":        swap("- ", "－ "),
		"no space in a list":     swap("- ", "-"),
		"full-width space":       indent("  ", "　"),
		"no-break space":         indent("  ", "\u00a0 "),
		"one space more":         indent("", " "),
		"two spaces more":        indent("", "  "),
		"one space less":         indent("  ", " "),
		"open quote":             swap(": ", ": \""),
		"open single quote":      swap(": ", ": '"),
		"open quote in a list":   swap("- ", "- \""),
		"quoted beginning":       swap(": ", ": \"a\" "),
		"open bracket":           swap(": ", ": ["),
		"open brace":             swap(": ", ": {a: "),
		"reserved character":     swap(": ", ": @"),
		"conflict mark":          indent("", "<<<<<<< HEAD\n"),
		"a line of text":         indent("", "备注\n"),
	}
}

// TestEveryLineBroken: of all mistakes in all lines that Parse finds fault with, at
// most 1 in 26 of a kind is told at another line. A line that has slipped into the
// block above may make YAML with a name that stands twice, which is another fault.
func TestEveryLineBroken(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes some seconds")
	}
	for mistake, spoil := range mistakes() {
		all, wrong := 0, []string(nil)
		for _, name := range []string{"svc-app-ops", "svc-emergency"} {
			data, err := os.ReadFile("../../catalogue/services/" + name + ".yaml")
			if err != nil {
				t.Fatal(err)
			}
			lines := strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
			for i, line := range lines {
				if spoilt := spoil(line); spoilt != line {
					lines[i] = spoilt
					_, fs := Parse(name, []byte(strings.Join(lines, "\n")))
					lines[i] = line
					if len(fs) == 0 || fs[0].Rule == "yaml/duplicate-key" {
						continue
					}
					all++
					if fs[0].Start.Line != i+1 {
						wrong = append(wrong, fmt.Sprintf("%s:%d is told at %d: %s", name, i+1, fs[0].Start.Line, fs[0].Rule))
					}
				}
			}
		}
		if all == 0 || len(wrong)*26 > all {
			t.Errorf("%s: %d of %d wrong: %s", mistake, len(wrong), all, strings.Join(wrong, "; "))
		}
	}
}
