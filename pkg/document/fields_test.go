package document

import (
	"bytes"
	"reflect"
	"testing"

	"gopkg.in/yaml.v3"
)

type part struct {
	Name string          `yaml:"name"`
	Days []string        `yaml:"days,omitempty"`
	Of   *part           `yaml:"of,omitempty"`
	Said selfMade        `yaml:"said,omitempty"`
	More map[string]part `yaml:"more,omitempty"`
	Kept bool            `yaml:"-"`
}

// selfMade reads itself, as texts in several languages do.
type selfMade struct{ Plain, ZH string }

func (s *selfMade) UnmarshalYAML(unmarshal func(any) error) error {
	if unmarshal(&s.Plain) == nil {
		return nil
	}
	var m struct {
		ZH string `yaml:"zh"`
	}
	err := unmarshal(&m)
	s.ZH = m.ZH
	return err
}

// What is decoded from values that were read is what is decoded from the text, and a
// field too many is refused wherever it stands.
func TestDecodeIsStrictAtEveryPlace(t *testing.T) {
	for text, good := range map[string]bool{
		"name: a\ndays: [2026-03-02, no]\n":   true,
		"name: a\nof:\n  name: b\n":           true,
		"name: a\nsaid: x\n":                  true,
		"name: a\nsaid:\n  zh: x\n":           true,
		"name: a\nmore:\n  x:\n    name: b\n": true,
		"name: 1\nof: null\n":                 true,
		"name: a\nodd: b\n":                   false,
		"name: a\nof:\n  odd: b\n":            false,
		"name: a\nsaid:\n  zh: x\n  odd: y\n": false,
		"name: a\nmore:\n  x:\n    odd: b\n":  false,
		"name: a\nkept: true\n":               false,
		"name: [a]\n":                         false,
	} {
		doc, found := ParseLiteral("a.yaml", []byte(text))
		if doc == nil {
			t.Fatal(text, found)
		}
		var got, want part
		err := doc.Decode(&got)
		dec := yaml.NewDecoder(bytes.NewReader([]byte(text)))
		dec.KnownFields(true)
		if failed := dec.Decode(&want); (failed == nil) != good || (err == nil) != good {
			t.Errorf("%q: got %v, yaml says %v", text, err, failed)
		}
		if good && !reflect.DeepEqual(got, want) {
			t.Errorf("%q: got %+v, want %+v", text, got, want)
		}
	}
}
