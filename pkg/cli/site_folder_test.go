package cli

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/service-catalogue/sc/pkg/site"
)

// in are the names of a folder, and of the folders in it.
func in(t *testing.T, dir string) []string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(dir, func(path string, _ os.DirEntry, err error) error {
		if rel, _ := filepath.Rel(dir, path); rel != "." {
			names = append(names, filepath.ToSlash(rel))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// building hands over files of these names, and then fails if there is why.
func building(failed error, names ...string) func(site.Put) error {
	return func(put site.Put) error {
		for _, name := range names {
			if err := put(name, []byte(name)); err != nil {
				return err
			}
		}
		return failed
	}
}

// Whatever fails leaves the folder as it was, and nothing beside it.
func TestSiteFolderIsReplacedAsAWhole(t *testing.T) {
	t.Parallel()
	top := t.TempDir()
	f := &siteFolder{dir: filepath.Join(top, "deep", "public")}
	if err := f.replace(building(nil, "index.html", "zh/old.html")); err != nil {
		t.Fatal(err)
	}
	f.there = true
	before := in(t, top)
	if want := []string{"deep", "deep/public", "deep/public/.sc-site", "deep/public/index.html", "deep/public/zh", "deep/public/zh/old.html"}; !slices.Equal(before, want) {
		t.Fatalf("got %q, want %q", before, want)
	}
	for name, build := range map[string]func(site.Put) error{
		"an error":      building(errors.New("no more"), "index.html", "zh/new.html"),
		"a way out":     building(nil, "index.html", "../../outside"),
		"a file's name": building(nil, "zh", "zh/new.html"),
	} {
		if err := f.replace(build); err == nil {
			t.Errorf("%s: no fault", name)
		}
		if got := in(t, top); !slices.Equal(got, before) {
			t.Errorf("%s: left %q", name, got)
		}
	}
	if foreign, err := f.foreign(); foreign != "" || err != nil {
		t.Errorf("its own folder holds %q, %v", foreign, err)
	}
	if err := f.replace(building(nil, "index.html", "zh/new.html")); err != nil {
		t.Fatal(err)
	}
	if got, want := in(t, f.dir), []string{".sc-site", "index.html", "zh", "zh/new.html"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// A folder is ours where all that it holds is listed in it.
func TestSiteFolderKnowsItsOwn(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, marker, file, want string }{
		{"empty", "", "", ""},
		{"ours", siteTitle + "a.html\n", "a.html", ""},
		{"another file", siteTitle + "b.html\n", "a.html", "a.html"},
		{"no marker", "", "a.html", "a.html"},
		{"somebody's marker", "a.html\n", "", ".sc-site"},
		{"half a name", siteTitle + "a.htm\n", "a.html", "a.html"},
	} {
		f := &siteFolder{dir: t.TempDir(), there: true}
		for name, text := range map[string]string{siteMarker: c.marker, c.file: "x"} {
			if name != "" && text != "" {
				if err := os.WriteFile(filepath.Join(f.dir, name), []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		}
		if got, err := f.foreign(); got != c.want || err != nil {
			t.Errorf("%s: got %q, %v, want %q", c.name, got, err, c.want)
		}
	}
}
