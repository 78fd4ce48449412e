package validator

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func TestCatalogueListsRecordsAndWhatIsOdd(t *testing.T) {
	file := &fstest.MapFile{Data: []byte("a: 1\n")}
	sources, fs, err := Catalogue(fstest.MapFS{
		"procedure.yaml":                        file,
		"services/svc-b.yaml":                   file,
		"services/svc-a.yaml":                   file,
		"services/svc-c.yml":                    file,
		"services/SVC-d.yaml":                   file,
		"services/sub/svc-e.yaml":               file,
		"services/notes.txt":                    file,
		"services/.gitkeep":                     file,
		"services/svc-f.yaml":                   {Data: []byte("svc-a.yaml"), Mode: fs.ModeSymlink},
		"requests/2026/SLR-2026-0001.yaml":      file,
		"requests/2026/1000/SLR-2026-1234.yaml": file,
		"requests/2026/files/letter.yaml":       file,
		"requests/SLR-2026-0002.yaml":           file,
		"meetings/2026/MTG-2026-0001.yaml":      file,
		"versions/1.0.0.yaml":                   file,
		"versions/v1.0.0.yaml":                  file,
		"reviews/2026/REV-2026-0001.yaml":       file,
		"README.md":                             file,
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []Source{
		{"meetings/2026/MTG-2026-0001.yaml", Meeting},
		{"procedure.yaml", Procedure},
		{"requests/2026/1000/SLR-2026-1234.yaml", Request},
		{"requests/2026/SLR-2026-0001.yaml", Request},
		{"reviews/2026/REV-2026-0001.yaml", PeriodicReview},
		{"services/svc-a.yaml", Service},
		{"services/svc-b.yaml", Service},
		{"versions/1.0.0.yaml", Version},
	}
	if diff := cmp.Diff(want, sources); diff != "" {
		t.Error(diff)
	}
	var odd []string
	for _, f := range fs {
		odd = append(odd, f.Rule+" "+f.File)
	}
	wantOdd := []string{
		"path/name requests/SLR-2026-0002.yaml", "path/name services/SVC-d.yaml",
		"path/foreign services/notes.txt", "path/name services/sub/svc-e.yaml",
		"path/name services/svc-c.yml", "path/irregular services/svc-f.yaml",
		"path/name versions/v1.0.0.yaml",
	}
	if diff := cmp.Diff(wantOdd, odd); diff != "" {
		t.Error(diff)
	}
}

func TestCatalogueOfNothingIsEmpty(t *testing.T) {
	sources, fs, err := Catalogue(fstest.MapFS{"README.md": {}})
	if len(sources) > 0 || len(fs) > 0 || err != nil {
		t.Errorf("got %v, %v, %v", sources, fs, err)
	}
}

func TestLinksAreNotFollowed(t *testing.T) {
	dir := t.TempDir()
	other := t.TempDir()
	if err := os.WriteFile(filepath.Join(other, "svc-a.yaml"), []byte("a: 1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, target := range map[string]string{"services": other, "procedure.yaml": filepath.Join(other, "svc-a.yaml")} {
		if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
			t.Skip("this file system has no links:", err)
		}
	}
	sources, fs, err := Catalogue(os.DirFS(dir))
	if err != nil || len(sources) > 0 || len(fs) != 2 || fs[0].Rule != "path/irregular" {
		t.Errorf("got %v, %v, %s", sources, err, tell(fs))
	}
}
