package main_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// top is the repository's root, seen from this package.
const top = "../.."

// pack is the code of one folder, parsed, for every operating system.
type pack struct {
	dir   string      // from the root, with slashes
	files []*ast.File // without tests
	tests []*ast.File
	fset  *token.FileSet
}

// at is where a node stands, seen from the root.
func (p pack) at(n ast.Node) string {
	pos := p.fset.Position(n.Pos())
	return fmt.Sprintf("%s:%d", pos.Filename, pos.Line)
}

// name is the base name of a file.
func (p pack) name(f *ast.File) string {
	return path.Base(p.fset.Position(f.Package).Filename)
}

// lines is how many lines a node takes.
func (p pack) lines(n ast.Node) int {
	return p.fset.Position(n.End()).Line - p.fset.Position(n.Pos()).Line + 1
}

// source is the module's own code, sorted by folder.
func source(t *testing.T) []pack {
	t.Helper()
	packs, err := parsed()
	if err != nil {
		t.Fatal(err)
	}
	return packs
}

var parsed = sync.OnceValues(func() ([]pack, error) {
	fset := token.NewFileSet()
	packs := map[string]*pack{}
	err := filepath.WalkDir(top, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && name != top && skipped(d.Name()) {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(name, ".go") {
			return nil
		}
		rel, err := filepath.Rel(top, name)
		if err != nil {
			return err
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		f, err := parser.ParseFile(fset, filepath.ToSlash(rel), text, parser.ParseComments)
		if err != nil {
			return err
		}
		dir := path.Dir(filepath.ToSlash(rel))
		if packs[dir] == nil {
			packs[dir] = &pack{dir: dir, fset: fset}
		}
		if strings.HasSuffix(name, "_test.go") {
			packs[dir].tests = append(packs[dir].tests, f)
		} else {
			packs[dir].files = append(packs[dir].files, f)
		}
		return nil
	})
	sorted := make([]pack, 0, len(packs))
	for _, p := range packs {
		sorted = append(sorted, *p)
	}
	slices.SortFunc(sorted, func(a, b pack) int { return strings.Compare(a.dir, b.dir) })
	return sorted, err
})

// skipped are the folders that the go command leaves out, too, and what a
// release build leaves behind.
func skipped(folder string) bool {
	return folder == "testdata" || folder == "dist" || strings.HasPrefix(folder, ".") || strings.HasPrefix(folder, "_")
}

// parse makes a package of a few lines, for the tests of the rules themselves.
func parse(t *testing.T, body string) pack {
	t.Helper()
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "x.go", "package x\n"+body, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	return pack{dir: "pkg/x", files: []*ast.File{f}, fset: fset}
}
