package main_test

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/service-catalogue/sc/"

// row says what one package may import: packages of this module, libraries and
// the worldly part of the standard library (see worldly), each with all that
// lies under it.
type row struct {
	pkg   string
	own   []string
	libs  []string
	world []string
}

// layers are the packages from the top down (docs/architecture.md, "The parts"). A package imports
// only what stands below its own layer; the one exception is named in the test.
var layers = [][]row{
	{{
		pkg:   "cmd/sc",
		own:   []string{"pkg/cli"},
		libs:  []string{"golang.org/x/term"},
		world: []string{"os", "syscall", "crypto/rand"},
	}},
	{{
		pkg: "pkg/cli",
		own: []string{
			"pkg/notify", "pkg/report", "pkg/forge", "pkg/editor", "pkg/ask",
			"pkg/pack", "pkg/rulebook", "pkg/site", "pkg/preview",
			"pkg/bundle", "pkg/export", "pkg/word", "pkg/sheet", "pkg/wording",
			"pkg/render", "pkg/explain", "pkg/audit", "pkg/check", "pkg/records", "pkg/validator", "pkg/document", "pkg/ledger", "pkg/procedure",
			"pkg/index", "pkg/plain", "pkg/signature", "pkg/lang", "pkg/catalogue", "pkg/finding", "schemas", "catalogue",
		},
		libs:  []string{"github.com/spf13/cobra", "github.com/spf13/pflag"},
		world: []string{"os"},
	}},
	{{
		pkg: "pkg/pack",
		own: []string{"pkg/rulebook", "pkg/wording", "pkg/records", "pkg/procedure", "pkg/catalogue"},
	}},
	{
		{
			pkg:  "pkg/render",
			own:  []string{"pkg/explain", "pkg/plain", "pkg/lang", "pkg/finding", "pkg/procedure", "pkg/catalogue"},
			libs: []string{"github.com/olekukonko/tablewriter", "github.com/itchyny/gojq", "github.com/rogpeppe/go-internal/diff", "github.com/schollz/progressbar/v3"},
		},
		{
			pkg: "pkg/site",
			own: []string{"pkg/export", "pkg/wording", "pkg/drawing", "pkg/plain", "pkg/lang", "pkg/catalogue", "pkg/finding"},
		},
		{
			pkg: "pkg/rulebook",
			own: []string{"pkg/export", "pkg/wording", "pkg/drawing", "pkg/plain", "pkg/lang", "pkg/procedure", "pkg/signature", "pkg/catalogue", "pkg/finding"},
		},
		{
			pkg: "pkg/audit",
			own: []string{
				"pkg/records", "pkg/validator", "pkg/document", "pkg/ledger", "pkg/procedure", "pkg/signature",
				"pkg/catalogue", "pkg/finding",
			},
		},
	},
	{{
		pkg:   "pkg/notify",
		own:   []string{"pkg/plain", "pkg/lang", "pkg/procedure", "pkg/finding"},
		libs:  []string{"github.com/wneessen/go-mail"},
		world: []string{"net"},
	}, {
		pkg: "pkg/report",
		own: []string{"pkg/plain", "pkg/lang", "pkg/procedure", "pkg/catalogue", "pkg/finding"},
	}, {
		pkg: "pkg/export",
		own: []string{"pkg/word", "pkg/sheet", "pkg/wording", "pkg/plain", "pkg/document", "pkg/lang", "pkg/procedure", "pkg/catalogue", "pkg/finding"},
	}},
	{{
		pkg: "pkg/bundle",
		own: []string{"pkg/records", "pkg/ledger", "pkg/procedure", "pkg/signature", "pkg/catalogue", "pkg/finding"},
	}},
	{
		{pkg: "pkg/word", own: []string{"pkg/plain", "pkg/finding"}},
		{
			pkg:  "pkg/sheet",
			own:  []string{"pkg/lang", "pkg/catalogue", "pkg/finding"},
			libs: []string{"github.com/xuri/excelize/v2", "golang.org/x/text/encoding"},
		},
	},
	{{pkg: "pkg/forge", own: []string{"pkg/lang"}}},
	{{
		pkg: "pkg/wording",
		own: []string{"pkg/lang", "pkg/catalogue", "pkg/finding"},
	}},
	{{
		pkg: "pkg/check",
		own: []string{"pkg/validator", "pkg/document", "pkg/procedure", "pkg/catalogue", "pkg/finding"},
	}},
	{{
		pkg: "pkg/records",
		own: []string{"pkg/document", "pkg/procedure", "pkg/catalogue", "pkg/finding"},
	}},
	{
		{pkg: "pkg/explain", own: []string{"pkg/lang", "pkg/finding"}},
		{
			pkg:  "pkg/validator",
			own:  []string{"pkg/document", "pkg/finding", "schemas"},
			libs: []string{"github.com/santhosh-tekuri/jsonschema/v5"},
		},
		{
			pkg: "pkg/ledger",
			own: []string{"pkg/finding", "pkg/plain"},
			libs: []string{
				"github.com/go-git/go-git/v5", "github.com/go-git/go-billy/v5", "github.com/pjbgf/sha1cd",
				"golang.org/x/text/unicode/norm", "golang.org/x/text/cases",
			},
			world: []string{"os", "syscall"},
		},
	},
	{
		{
			pkg: "pkg/procedure",
			own: []string{"pkg/catalogue", "pkg/finding"},
		},
		{
			pkg:   "pkg/signature",
			own:   []string{"pkg/finding"},
			libs:  []string{"golang.org/x/crypto"},
			world: []string{"os", "net", "syscall", "crypto/rand"},
		},
		{
			pkg:  "pkg/lang",
			own:  []string{"pkg/catalogue", "pkg/finding"},
			libs: []string{"golang.org/x/text/language", "golang.org/x/text/message"},
		},
	},
	{{pkg: "pkg/catalogue/cataloguetest", own: []string{"pkg/catalogue"}}},
	{
		{pkg: "pkg/catalogue", own: []string{"pkg/finding"}},
		{
			pkg:  "pkg/document",
			own:  []string{"pkg/finding", "pkg/plain"},
			libs: []string{"gopkg.in/yaml.v3"},
		},
		{pkg: "schemas"},
		{pkg: "catalogue"},
		{pkg: "pkg/editor", libs: []string{"github.com/tailscale/hujson"}},
	},
	{{
		pkg:  "pkg/ask",
		own:  []string{"pkg/plain"},
		libs: []string{"charm.land/huh/v2", "charm.land/bubbletea/v2", "charm.land/bubbles/v2/key"},
	}},
	{{pkg: "pkg/finding"}, {pkg: "pkg/index"}, {pkg: "pkg/plain"}, {pkg: "pkg/drawing"}, {pkg: "pkg/preview", world: []string{"net", "syscall"}}},
}

// worldly are the packages through which the outside world comes in. Only the
// rows that name one may import it, so that the others stay values in, values
// out.
var worldly = []string{"os", "net", "syscall", "unsafe", "plugin", "log", "crypto/rand", "math/rand"}

func TestImports(t *testing.T) {
	rows := map[string]row{}
	for _, layer := range layers {
		for _, r := range layer {
			rows[r.pkg] = r
		}
	}
	for _, p := range source(t) {
		r, ok := rows[p.dir]
		if !ok {
			t.Errorf("%s has no row: say in layers what it may import", p.dir)
			continue
		}
		delete(rows, p.dir)
		for _, f := range p.files {
			for _, spec := range f.Imports {
				path, _ := strconv.Unquote(spec.Path.Value)
				if !r.allows(path) {
					t.Errorf("%s: %s may not import %s", p.at(spec), p.dir, path)
				}
			}
		}
	}
	for _, dir := range slices.Sorted(maps.Keys(rows)) {
		t.Errorf("%s has a row, but there is no such package", dir)
	}
}

// allows judges one import path.
func (r row) allows(path string) bool {
	if own, ok := strings.CutPrefix(path, module); ok {
		return slices.Contains(r.own, own)
	}
	if first, _, _ := strings.Cut(path, "/"); strings.Contains(first, ".") {
		return under(path, r.libs)
	}
	return path == "net/url" || !under(path, worldly) || under(path, r.world)
}

// under reports whether path is one of the roots or lies under one.
func under(path string, roots []string) bool {
	return slices.ContainsFunc(roots, func(root string) bool {
		return path == root || strings.HasPrefix(path, root+"/")
	})
}

// Arrows point down only: what a row allows stands in a lower layer.
func TestArrows(t *testing.T) {
	level := map[string]int{}
	for i, layer := range layers {
		for _, r := range layer {
			level[r.pkg] = i
		}
	}
	for i, layer := range layers {
		for _, r := range layer {
			for _, own := range r.own {
				below, ok := level[own]
				beside := r.pkg == "pkg/catalogue" && own == "pkg/finding"
				if !ok || below <= i && !beside {
					t.Errorf("%s may import %s, which is not below it", r.pkg, own)
				}
			}
		}
	}
}

// Each library is imported by one package, so that a move to another one
// touches one package.
func TestOneLibraryOnePackage(t *testing.T) {
	owner := map[string]string{}
	for _, layer := range layers {
		for _, r := range layer {
			for _, lib := range r.libs {
				for other, pkg := range owner {
					if under(lib, []string{other}) || under(other, []string{lib}) {
						t.Errorf("%s is in the rows of %s and %s", lib, pkg, r.pkg)
					}
				}
				owner[lib] = r.pkg
			}
		}
	}
}

func TestAllows(t *testing.T) {
	r := row{
		own:   []string{"pkg/finding"},
		libs:  []string{"golang.org/x/text/cases"},
		world: []string{"os"},
	}
	for path, want := range map[string]bool{
		module + "pkg/finding":        true,
		module + "pkg/cli":            false,
		module + "pkg/finding/inner":  false,
		"golang.org/x/text/cases":     true,
		"golang.org/x/text/casesmore": false,
		"golang.org/x/text":           false,
		"gopkg.in/yaml.v3":            false,
		"strings":                     true,
		"net/url":                     true,
		"net/http":                    false,
		"os/exec":                     true,
		"crypto/rand":                 false,
	} {
		if got := r.allows(path); got != want {
			t.Errorf("allows(%q) = %t, want %t", path, got, want)
		}
	}
}
