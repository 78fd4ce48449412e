package document

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"math/big"
	"os"
	"path"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"gopkg.in/yaml.v3"

	"github.com/service-catalogue/sc/pkg/finding"
)

// suiteCase is one case of the YAML test suite (pkg/document/testdata/README.md).
type suiteCase struct {
	yaml, json []byte
	invalid    bool
}

func yamlTestSuite(t *testing.T) map[string]suiteCase {
	t.Helper()
	packed, err := os.Open("testdata/yaml-test-suite.tar.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	unpacked, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	cases := map[string]suiteCase{}
	for files := tar.NewReader(unpacked); ; {
		head, err := files.Next()
		if errors.Is(err, io.EOF) {
			return cases
		}
		if err != nil {
			t.Fatal(err)
		}
		if head.Typeflag != tar.TypeReg {
			continue
		}
		text, err := io.ReadAll(files)
		if err != nil {
			t.Fatal(err)
		}
		id := strings.TrimPrefix(path.Dir(head.Name), "yts/")
		c := cases[id]
		switch path.Base(head.Name) {
		case "in.yaml":
			c.yaml = text
		case "in.json":
			c.json = text
		case "error":
			c.invalid = true
		}
		cases[id] = c
	}
}

// TestYAMLTestSuite pins what is read otherwise than the suite has it. All of that
// is yaml.v3's, or refused on purpose.
func TestYAMLTestSuite(t *testing.T) {
	cases := yamlTestSuite(t)
	if got, want := len(cases), 402; got != want {
		t.Fatalf("got %d cases, want %d", got, want)
	}
	var accepted, refused, different []string
	ownRefusal := map[string][]string{} // by rule
	right := 0
	for _, id := range slices.Sorted(maps.Keys(cases)) {
		c := cases[id]
		docs, fs := ParseAll(id+".yaml", c.yaml)
		theirs, broken := bareValues(c.yaml)
		failed := finding.Failed(fs) && !(len(fs) == 1 && (fs[0].Rule == "yaml/empty" || fs[0].Rule == "yaml/only-comments"))
		for _, f := range fs {
			if f.Rule == "internal" {
				t.Errorf("%s: %s", id, f.Message)
			}
			inside(t, c.yaml, f.Start)
		}
		switch {
		case c.invalid && !failed:
			accepted = append(accepted, id)
			if broken {
				t.Errorf("%s: accepted, and yaml.v3 does not", id)
			}
		case c.invalid:
			right++
		case failed && unreadable(c.yaml):
			refused = append(refused, id)
		case failed:
			ownRefusal[fs[0].Rule] = append(ownRefusal[fs[0].Rule], id)
		case c.json == nil:
			right++
		case !reflect.DeepEqual(comparable(valuesOf(docs)), jsonValues(t, c.json)):
			different = append(different, id)
			if !broken && reflect.DeepEqual(comparable(theirs), jsonValues(t, c.json)) {
				t.Errorf("%s: yaml.v3 reads it as the suite has it, and we read %v", id, valuesOf(docs))
			}
		default:
			right++
		}
	}
	for _, list := range []struct {
		name      string
		got, want []string
	}{
		{"invalid, but accepted as by yaml.v3", accepted, strings.Fields(`
			9C9N 9JBA CVW2 DK95/01 G5U8 HRE5 MUS6/00 QB6E S98Z SU5Z X4QW Y79Y/003 YJV2`)},
		{"valid, but refused as by yaml.v3", refused, strings.Fields(`
			2JQS 2LFX 2SXE 3UYS 4MUZ/00 4MUZ/01 4MUZ/02 58MP 5MUD 5T43 6BCT 6CA3 6LVF 6M2F 6ZKB 7Z25 8XYN 96NN/00 96NN/01
			9DXL 9SA2 A2M4 CFD4 DBG4 DK3J DK95/00 DK95/03 DK95/04 FP8R FRK4 HM87/00 HWV9 JR7V K3WX M2N8/00 M7A3 MUS6/05
			MUS6/06 NHX8 NJ66 NKF9 Q5MG QT73 R4YG S3PD SM9W/01 UKK6/00 UT92 VJP3/01 W4TN W5VH WZ62 Y79Y/001 Y79Y/010`)},
		{"valid, but with tags that mean nothing in JSON", ownRefusal["yaml/tag"], strings.Fields(`
			2XXW 565N 5TYM 6CK3 6WLZ 7FWL 9WXW C4HZ CC74 CUP7 J7PZ M5C3 P76L UGM3 Z67P Z9M4`)},
		{"valid, but with names that are null", ownRefusal["yaml/key"], strings.Fields(`DFF7 FH7J PW8X`)},
		{"valid, but with lists and maps for names", ownRefusal["yaml/complex-key"], strings.Fields(`
			4FJ6 6BFJ 6PBE 9MMW KK5P LX3P M2N8/01 M5DY Q9WF RZP5 SBG9 V9D5 X38W XW4D`)},
		{"read otherwise, as by yaml.v3", different, strings.Fields(`
			652Z HM87/01 JEF9/02 L24T/01 Y2GN`)},
	} {
		if !slices.Equal(list.got, list.want) {
			t.Errorf("%s: got %d: %s\nwant %d: %s", list.name, len(list.got), strings.Join(list.got, " "), len(list.want), strings.Join(list.want, " "))
		}
	}
	if want := 297; right != want {
		t.Errorf("got %d cases as the suite has them, want %d", right, want)
	}
}

func valuesOf(docs []*Document) []any {
	var all []any
	for _, d := range docs {
		all = append(all, d.Value())
	}
	return all
}

// unreadable reports whether yaml.v3 can make no nodes of a stream.
func unreadable(text []byte) bool {
	for dec := yaml.NewDecoder(bytes.NewReader(text)); ; {
		var n yaml.Node
		if err := dec.Decode(&n); err != nil {
			return !errors.Is(err, io.EOF)
		}
	}
}

// bareValues is what yaml.v3 itself makes of a stream.
func bareValues(text []byte) (all []any, broken bool) {
	defer func() { broken = broken || recover() != nil }()
	for dec := yaml.NewDecoder(bytes.NewReader(text)); ; {
		var v any
		err := dec.Decode(&v)
		if errors.Is(err, io.EOF) {
			return all, false
		}
		if err != nil {
			return all, true
		}
		all = append(all, v)
	}
}

func jsonValues(t *testing.T, text []byte) any {
	t.Helper()
	var all []any
	for dec := json.NewDecoder(bytes.NewReader(text)); ; {
		dec.UseNumber()
		var v any
		err := dec.Decode(&v)
		if errors.Is(err, io.EOF) {
			return comparable(all)
		}
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, v)
	}
}

// comparable makes values of different readers equal where they mean the same.
func comparable(v any) any {
	switch v := v.(type) {
	case []any:
		list := []any{}
		for _, item := range v {
			list = append(list, comparable(item))
		}
		return list
	case map[string]any:
		m := map[string]any{}
		for k, item := range v {
			m[k] = comparable(item)
		}
		return m
	case time.Time:
		return v.Format(time.DateOnly)
	case int, int64, uint64, float64, json.Number:
		text, _ := json.Marshal(v)
		r, ok := new(big.Rat).SetString(string(text))
		if !ok {
			return string(text)
		}
		return "number " + r.RatString()
	}
	return v
}
