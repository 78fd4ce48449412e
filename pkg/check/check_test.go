package check

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	example "github.com/service-catalogue/sc/catalogue"
	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/validator"
)

// services are the entries of the example catalogue.
func services(t testing.TB) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{"procedure.yaml": {Data: rules(t)}}
	names, err := fs.Glob(example.FS, "services/*.yaml")
	if err != nil || len(names) == 0 {
		t.Fatalf("got %v, %v; want entries", names, err)
	}
	for _, name := range names {
		data, err := fs.ReadFile(example.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: data}
	}
	return files
}

// edit is the files with one text of one of them changed.
func edit(t testing.TB, files fstest.MapFS, name, old, with string) fstest.MapFS {
	t.Helper()
	text := string(files[name].Data)
	if strings.Count(text, old) != 1 {
		t.Fatalf("%q stands %d times in %s, want once", old, strings.Count(text, old), name)
	}
	files = maps.Clone(files)
	files[name] = &fstest.MapFile{Data: []byte(strings.Replace(text, old, with, 1))}
	return files
}

// rules are the default procedure with the people that it needs.
func rules(t testing.TB) []byte {
	t.Helper()
	person := func(id, role string) map[string]any {
		return map[string]any{
			"name": id, "email": id + "@yunmai.example", "roles": []string{role},
			"keys": []map[string]string{{"key": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI" + base64.RawStdEncoding.EncodeToString([]byte(id))}},
		}
	}
	data, err := document.Set(procedure.Default(), []string{"people"}, map[string]any{
		"li.na": person("li.na", "market_manager"), "zhang.wei": person("zhang.wei", "ops_lead"),
	})
	if err == nil {
		data, err = document.Set(data, []string{"organisation"}, "云脉信息技术服务有限公司")
	}
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func without(files fstest.MapFS, name string) fstest.MapFS {
	files = maps.Clone(files)
	delete(files, name)
	return files
}

func catalogueOf(t testing.TB, files fs.FS, memory *Memory) Report {
	t.Helper()
	r, err := New(validator.New(), memory).Catalogue(context.Background(), files)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// lines are findings as a test tells them.
func lines(found []finding.Finding) []string {
	var all []string
	for _, f := range found {
		all = append(all, f.File+" "+f.Rule+" "+f.Pointer)
	}
	return all
}

func TestCatalogueTellsWhatIsWrongInFilesAndAmongThem(t *testing.T) {
	good := services(t)
	const db = "services/svc-db-ops.yaml"
	for _, c := range []struct {
		name  string
		files fstest.MapFS
		want  []string
	}{
		{"nothing", good, nil},
		{"text", edit(t, good, db, "id: svc-db-ops", "id： svc-db-ops"), []string{db + " yaml/full-width-colon "}},
		{"schema", edit(t, good, db, "type: routine", "type: rutine"), []string{db + " schema/enum /type"}},
		{"entry", edit(t, good, db, "lifecycle: active", "lifecycle: deprecated"), []string{db + " catalogue/deprecated-open /lifecycle"}},
		{"among entries", edit(t, good, db, "- svc-backup-drill", "- svc-backup-dril"), []string{db + " catalogue/unknown-service /depends_on/0"}},
		{"one fault that two see", edit(t, good, db, "review_months: 6", "review_months: yes"), []string{db + " schema/type /review_months"}},
		{"no procedure", without(good, "procedure.yaml"), []string{"procedure.yaml catalogue/no-procedure "}},
		{"two faults in one file", edit(t, edit(t, good, db, "type: routine", "type: rutine"), db, "owner: ops_lead", "owner: ops_laed"), []string{db + " schema/enum /type", db + " catalogue/owner /owner"}},
		{"no catalogue", fstest.MapFS{}, nil},
	} {
		r := catalogueOf(t, c.files, nil)
		if diff := cmp.Diff(c.want, lines(r.Findings)); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
		if len(r.Files) != len(c.files) {
			t.Errorf("%s: got %d files, want %d", c.name, len(r.Files), len(c.files))
		}
		for _, f := range r.Findings {
			if f.Rule != "catalogue/no-procedure" && (f.Start.Line < 1 || f.Start.Column < 1) {
				t.Errorf("%s: %s stands nowhere", c.name, f.Rule)
			}
		}
	}
}

func TestWhatWasFoundCleanChangesNothing(t *testing.T) {
	good := services(t)
	memory := Recall("sc", nil)
	catalogueOf(t, good, memory)
	data, changed := memory.Bytes()
	if !changed {
		t.Fatal("nothing is kept")
	}
	broken := edit(t, good, "services/svc-db-ops.yaml", "- svc-backup-drill", "- svc-backup-dril")
	for _, files := range []fstest.MapFS{good, broken, without(good, "services/svc-backup-drill.yaml")} {
		again := Recall("sc", data)
		if diff := cmp.Diff(catalogueOf(t, files, nil), catalogueOf(t, files, again)); diff != "" {
			t.Error(diff)
		}
	}
}

func TestMemoryOfCleanFilesIsUsed(t *testing.T) {
	good := services(t)
	memory := Recall("sc", nil)
	catalogueOf(t, good, memory)
	data, _ := memory.Bytes()
	again := Recall("sc", data)
	catalogueOf(t, good, again)
	if _, changed := again.Bytes(); changed {
		t.Error("a clean file was checked again")
	}
	if other := Recall("another sc", data); len(other.known) != 0 {
		t.Error("another program's memory was believed")
	}
}

func TestFilesNotSeenForLongAreForgotten(t *testing.T) {
	memory := Recall("sc", nil)
	memory.keep(memory.keyOf("a", "b", []byte("old")), nil)
	for i := range memoryRuns + 1 {
		data, _ := memory.Bytes()
		memory = Recall("sc", data)
		memory.keep(memory.keyOf("a", "b", []byte{byte(i)}), nil)
	}
	if _, known := memory.recall(memory.keyOf("a", "b", []byte("old"))); known {
		t.Error("it is still there")
	}
}

// FuzzRecall: whatever lies in the file, a memory is what Bytes wrote, or empty.
func FuzzRecall(f *testing.F) {
	memory := Recall("sc", nil)
	memory.keep(memory.keyOf("a", "b", []byte("c")), []byte(`{}`))
	data, _ := memory.Bytes()
	f.Add(data)
	f.Add(data[:len(data)-1])
	f.Add(append(bytes.Clone(data), 'x'))
	f.Add([]byte(memoryMark))
	f.Fuzz(func(t *testing.T, data []byte) {
		m := Recall("sc", data)
		m.changed = len(m.known) > 0
		again, _ := m.Bytes()
		if !maps.EqualFunc(m.known, Recall("sc", again).known, func(a, b note) bool { return bytes.Equal(a.row, b.row) }) {
			t.Errorf("%q is not read back as it was", data)
		}
	})
}

func TestLooseFilesAreHeldAgainstTheSchemaOfTheirOwn(t *testing.T) {
	v := validator.New()
	schema, err := v.Open("file:///s.json", func(string) ([]byte, error) {
		return []byte(`{"properties": {"a": {"type": "string"}}}`), nil
	})
	if err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{
		"good.yaml": {Data: []byte("a: b\n")}, "bad.json": {Data: []byte(`{"a": 1}`)},
		"none.yaml": {Data: []byte("a: 1\n")}, "lost.yaml": {Data: []byte("a: 1\n")},
	}
	choose := func(name string, _ []byte) (*validator.Schema, error) {
		switch name {
		case "none.yaml":
			return nil, nil
		case "lost.yaml":
			return nil, &finding.Fault{Message: finding.Say("the file is empty")}
		}
		return schema, nil
	}
	names := []string{"bad.json", "good.yaml", "gone.yaml", "lost.yaml", "none.yaml"}
	r, err := New(v, nil).Loose(context.Background(), files, names, choose)
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"bad.json", "good.yaml", "lost.yaml"}; !slices.Equal(r.Files, want) {
		t.Errorf("got %v, want %v", r.Files, want)
	}
	if diff := cmp.Diff([]string{"bad.json schema/type /a", "lost.yaml schema/unavailable "}, lines(r.Findings)); diff != "" {
		t.Error(diff)
	}
	boom := errors.New("boom")
	if _, err := New(v, nil).Loose(context.Background(), files, names, func(string, []byte) (*validator.Schema, error) { return nil, boom }); !errors.Is(err, boom) {
		t.Errorf("got %v, want %v", err, boom)
	}
}

func TestAnEndedContextEndsTheCheck(t *testing.T) {
	ctx, end := context.WithCancel(context.Background())
	end()
	if _, err := New(validator.New(), nil).Catalogue(ctx, services(t)); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// BenchmarkCatalogue checks the example catalogue: /cold reads every file, /warm
// none that was found clean.
func BenchmarkCatalogue(b *testing.B) {
	files := services(b)
	known := Recall("sc", nil)
	catalogueOf(b, files, known)
	data, _ := known.Bytes()
	for name, memory := range map[string][]byte{"cold": nil, "warm": data} {
		b.Run(name, func(b *testing.B) {
			v := validator.New()
			for b.Loop() {
				if _, err := New(v, Recall("sc", memory)).Catalogue(context.Background(), files); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
