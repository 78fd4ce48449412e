package schemas

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestEverySchemaHasAKind(t *testing.T) {
	files, err := FS.ReadDir(".")
	if err != nil || len(files) != len(Kinds()) {
		t.Errorf("got %d files, %v; want one for each of %v", len(files), err, Kinds())
	}
	for _, kind := range Kinds() {
		if _, err := Text(kind); err != nil {
			t.Error(err)
		}
	}
}

func TestABundleNeedsNoOtherFile(t *testing.T) {
	for _, kind := range Kinds()[:len(Kinds())-1] {
		text, err := Bundle(kind)
		if err != nil {
			t.Fatal(err)
		}
		var bundle, whole map[string]any
		if err := json.Unmarshal(text, &bundle); err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		plain, err := Text(kind)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(plain, &whole); err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		if strings.Contains(string(text), common) {
			t.Errorf("%s: the bundle still refers to %s", kind, common)
		}
		defs, _ := bundle["$defs"].(map[string]any)
		for _, m := range strings.Split(string(text), `"#/$defs/`)[1:] {
			if name, _, _ := strings.Cut(m, `"`); defs[name] == nil {
				t.Errorf("%s: %s is not in the bundle", kind, name)
			}
		}
		if bundle["$id"] != whole["$id"] || len(bundle) != len(whole)+1 {
			t.Errorf("%s: got %d keywords, want those of the schema and $defs", kind, len(bundle))
		}
	}
}

func TestABundleCarriesOnlyWhatItUses(t *testing.T) {
	text, err := Bundle("version")
	if err != nil || !strings.Contains(string(text), `"version_id": {`) || strings.Contains(string(text), `"clock_time"`) {
		t.Errorf("got %v\n%s", err, text)
	}
}

func TestCommonRefersToItself(t *testing.T) {
	text, err := Bundle("common")
	plain, _ := Text("common")
	if err != nil || strings.Contains(string(text), common+"#") || strings.Count(string(text), `"$defs"`) != 1 ||
		strings.Count(string(text), "\n") != strings.Count(string(plain), "\n") {
		t.Errorf("got %v\n%s", err, text)
	}
	if _, err := Bundle("nothing"); err == nil {
		t.Error("a schema that is not there was bundled")
	}
}
