package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// page is a page of the documentation.
type page struct {
	name string // from the repository's root, with slashes
	text string
}

// chinese reports whether a page is the Chinese one of two.
func (p page) chinese() bool { return strings.HasSuffix(p.name, ".zh.md") }

// other is the name of the page in the other language.
func (p page) other() string {
	if p.chinese() {
		return strings.TrimSuffix(p.name, ".zh.md") + ".md"
	}
	return strings.TrimSuffix(p.name, ".md") + ".zh.md"
}

// pages are README and all below docs, in the order of their names.
func pages(t *testing.T) []page {
	t.Helper()
	names := []string{"README.md", "README.zh.md"}
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(filepath.Join(root, "docs"), func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.HasSuffix(name, ".md") {
			rel, relErr := filepath.Rel(root, name)
			names, err = append(names, filepath.ToSlash(rel)), relErr
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	all := make([]page, len(names))
	for i, name := range names {
		all[i] = page{name, readPage(t, name)}
	}
	return all
}

func readPage(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
