package cli

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/export"
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
		{"ours", siteTitle + "customer" + siteList + "a.html\n", "a.html", ""},
		{"another file", siteTitle + "customer" + siteList + "b.html\n", "a.html", "a.html"},
		{"no marker", "", "a.html", "a.html"},
		{"somebody's marker", "a.html\n", "", ".sc-site"},
		{"half a name", siteTitle + "customer" + siteList + "a.htm\n", "a.html", "a.html"},
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

// Pages for one audience do not take the place of those for another.
func TestSiteFolderRemembersWhoseItIs(t *testing.T) {
	t.Parallel()
	f := &siteFolder{dir: filepath.Join(t.TempDir(), "public"), of: export.Inside}
	if err := f.replace(building(nil, "index.html")); err != nil {
		t.Fatal(err)
	}
	if _, err := f.foreign(); err != nil || f.holds != export.Inside {
		t.Errorf("got %q, %v", f.holds, err)
	}
}

// What killed runs left beside a folder goes, and pages that they took away come back;
// what is beside other folders stays.
func TestSiteFolderIsSwept(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name         string
		files, after []string
	}{
		{"pages and a draft", []string{"public/a", ".sc-site-public.1/new/b", ".sc-site-public.23/whole"}, []string{"public", "public/a"}},
		{"cut between the renames", []string{".sc-site-public.1/old/a", ".sc-site-public.1/new/b"}, []string{"public", "public/a"}},
		{"cut after the renames", []string{"public/b", ".sc-site-public.1/old/a"}, []string{"public", "public/b"}},
		{"of others", []string{".sc-site-public.2.1/old/a", ".sc-site-public.x/a"}, []string{".sc-site-public.2.1", ".sc-site-public.2.1/old", ".sc-site-public.2.1/old/a", ".sc-site-public.x", ".sc-site-public.x/a"}},
	} {
		top := t.TempDir()
		for _, name := range c.files {
			if err := os.MkdirAll(filepath.Dir(filepath.Join(top, name)), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(top, name), nil, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if err := (&siteFolder{dir: filepath.Join(top, "public")}).sweep(); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		if got := in(t, top); !slices.Equal(got, c.after) {
			t.Errorf("%s: got %q, want %q", c.name, got, c.after)
		}
	}
	if err := (&siteFolder{dir: filepath.Join(t.TempDir(), "deep", "public")}).sweep(); err != nil {
		t.Error(err)
	}
}

// A draft that another run swept away while it grew is no site.
func TestSiteFolderRefusesAPartOfASite(t *testing.T) {
	t.Parallel()
	f := &siteFolder{dir: filepath.Join(t.TempDir(), "public")}
	err := f.replace(func(put site.Put) error { return errors.Join(put("a", nil), f.sweep(), put("b", nil)) })
	if _, there := os.Stat(f.dir); err == nil || there == nil {
		t.Errorf("got %v, %v", err, there)
	}
}

// What customers are not shown of an entry is named.
func TestUnshownFields(t *testing.T) {
	t.Parallel()
	e := catalogue.Entry{ID: "svc-x", Visibility: catalogue.Public, Owner: "li.na", Tags: catalogue.List[string]{"a", "b"}, Notes: catalogue.Text{Plain: "n"}, Cost: &catalogue.Cost{Amount: 1}}
	if got, want := unshown(e), []string{"cost", "owner", "tags", "tags", "notes"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
