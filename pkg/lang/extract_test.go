package lang

import (
	"go/ast"
	"go/parser"
	"go/token"
	"html"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// use is one place in the sources where a sentence or a word is said.
type use struct {
	text string
	at   string // file:line
	word bool   // a single term, said by Word or word
}

// moduleRoot is the folder of go.mod, above the folder of this test.
func moduleRoot(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
	}
	t.Fatal("no go.mod above this test")
	return ""
}

// uses are all that the sources below pkg and cmd say to people.
func uses(t *testing.T, root string) []use {
	t.Helper()
	var all []use
	for _, top := range []string{"pkg", "cmd"} {
		err := filepath.WalkDir(filepath.Join(root, top), func(path string, d fs.DirEntry, err error) error {
			if os.IsNotExist(err) {
				return nil
			}
			if err == nil && !d.IsDir() && strings.HasSuffix(path, ".html") && filepath.Base(filepath.Dir(path)) == "pages" {
				all = append(all, usesOfPage(t, path)...)
			}
			if err == nil && strings.HasSuffix(path, ".xml") {
				all = append(all, labelsOf(t, path)...)
			}
			if err == nil && !d.IsDir() && strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go") {
				all = append(all, usesOf(t, path)...)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// usesOfPage are what a page of the web site says by t, word and field.
func usesOfPage(t *testing.T, path string) []use {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var all []use
	for _, m := range inPage.FindAllStringSubmatch(string(text), -1) {
		all = append(all, use{strings.ReplaceAll(m[2], `\"`, `"`), filepath.Base(path), m[1] != "t"})
	}
	return all
}

var inPage = regexp.MustCompile(`\b(t|word|field) "((?:[^"\\]|\\.)*)"`)

var inDocument = regexp.MustCompile(`\[\[([^\[\]]+)\]\]`)

// labelsOf are the labels of a part of a document's template; those of the form's
// fields are said where the form is described.
func labelsOf(t *testing.T, path string) (all []use) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range inDocument.FindAllStringSubmatch(string(text), -1) {
		if said := html.UnescapeString(m[1]); !strings.HasPrefix(said, "form:") {
			all = append(all, use{text: said, at: path})
		}
	}
	return all
}

var inTemplate = regexp.MustCompile(`\{\{t "((?:[^"\\]|\\.)*)"`)

// usesOf are the constant first arguments of the calls that say something, and
// what templates say by {{t "…"}}.
func usesOf(t *testing.T, path string) []use {
	t.Helper()
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	var all []use
	add := func(n ast.Node, text string, word bool) {
		p := set.Position(n.Pos())
		all = append(all, use{text, filepath.Base(filepath.Dir(path)) + "/" + filepath.Base(path) + ":" + strconv.Itoa(p.Line), word})
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BasicLit:
			for _, m := range inTemplate.FindAllStringSubmatch(constant(n), -1) {
				add(n, strings.ReplaceAll(m[1], `\"`, `"`), false)
			}
		case *ast.CallExpr:
			name, text := called(n), ""
			if len(n.Args) > 0 {
				text = constant(n.Args[0])
			}
			switch {
			case text == "":
			case slices.Contains([]string{"Say", "T", "t"}, name):
				add(n, text, false)
			case slices.Contains([]string{"warn", "fail", "refuse"}, name) && strings.Contains(text, " "):
				add(n, text, false)
			case name == "Word" || name == "word":
				add(n, text, true)
			}
		}
		return true
	})
	return all
}

// called is the last name of what a call calls.
func called(c *ast.CallExpr) string {
	switch f := c.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

// constant is the text of a string literal or of several joined by +; empty for
// anything else.
func constant(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind == token.STRING {
			s, _ := strconv.Unquote(e.Value)
			return s
		}
	case *ast.BinaryExpr:
		if x, y := constant(e.X), constant(e.Y); e.Op == token.ADD && x != "" && y != "" {
			return x + y
		}
	}
	return ""
}
