package validator

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/schemas"
)

// Loader gives the text of the schema at an absolute URL, such as
// "file:///srv/schemas/a.json". It never uses a network.
type Loader func(address string) ([]byte, error)

// Option changes how a schema from outside is applied.
type Option int

// AssertFormat makes "format" a demand. Drafts up to 7 have it so in any case; since
// 2019-09 it is a remark that nothing is held against (JSON Schema Validation §7.2).
const AssertFormat Option = 1

// Open reads the schema at an absolute URL and all that it refers to: JSON, or YAML
// in files whose names end in .yaml or .yml, in one of the drafts 4, 6, 7, 2019-09
// and 2020-12, the last where it does not say. The meta-schemas of these drafts and
// the embedded schemas need no loading. The error is a *finding.Fault.
func (v *Validator) Open(address string, load Loader, options ...Option) (s *Schema, err error) {
	o := &opening{root: address, load: load, texts: map[string][]byte{}, options: options}
	defer func() {
		if r := recover(); r != nil {
			s, err = nil, o.fault(fmt.Errorf("%v", r))
		}
	}()
	compiled, err := o.compiler().Compile(address)
	if err != nil {
		return nil, o.fault(err)
	}
	return &Schema{
		engine: newLibrary(func() (*jsonschema.Schema, error) { return compiled, nil }),
		digest: sync.OnceValue(func() string { return digest(o.texts, fmt.Sprint(address, options)) }),
	}, nil
}

// opening is a schema while it is read.
type opening struct {
	root    string
	load    Loader
	texts   map[string][]byte // what was read, by address
	draft   json.RawMessage   // the $schema of the first one
	options []Option
}

func (o *opening) compiler() *jsonschema.Compiler {
	c := jsonschema.NewCompiler()
	c.Draft = jsonschema.Draft2020
	c.AssertFormat = slices.Contains(o.options, AssertFormat)
	c.LoadURL = o.read
	c.RegisterExtension(keptName, nil, keeper{})
	return c
}

// read is asked by the library for each address that it does not know.
func (o *opening) read(address string) (io.ReadCloser, error) {
	text, err := o.find(address)
	if err != nil {
		return nil, err
	}
	o.texts[address] = text
	body, err := asJSON(address, text)
	if err != nil {
		return nil, err
	}
	return io.NopCloser(bytes.NewReader(o.dialect(body))), nil
}

// dialect says the draft where a schema does not: that of the first one, else
// 2020-12. The library would otherwise assert formats there, whatever it is told.
func (o *opening) dialect(body []byte) []byte {
	var named map[string]json.RawMessage
	if json.Unmarshal(body, &named) != nil || named == nil {
		return body
	}
	if name, ok := named["$schema"]; ok {
		if o.draft == nil {
			o.draft = name
		}
		return body
	}
	if o.draft == nil {
		o.draft = json.RawMessage(strconv.Quote(jsonschema.Draft2020.URL()))
	}
	start := bytes.IndexByte(body, '{') + 1
	comma := ","
	if len(named) == 0 {
		comma = ""
	}
	return slices.Concat(body[:start], []byte(`"$schema":`), o.draft, []byte(comma), body[start:])
}

// find looks where the loader does, then beside the first schema, then among the
// embedded ones.
func (o *opening) find(address string) ([]byte, error) {
	text, err := o.load(address)
	if err == nil {
		return text, nil
	}
	if text, ok := o.beside(address); ok {
		return text, nil
	}
	if name, ok := strings.CutPrefix(address, schemas.Base); ok {
		if text, err := schemas.FS.ReadFile(name); err == nil {
			return text, nil
		}
	}
	return nil, o.unknown(address, err)
}

// beside finds a schema that is published beside the first one also where that one
// lies: it must bear the address asked for as its $id, or none.
func (o *opening) beside(address string) ([]byte, bool) {
	folder, _ := splitAddress(idOf(o.texts[o.root]))
	name, ok := strings.CutPrefix(address, folder)
	if folder == "" || !ok || name == "" {
		return nil, false
	}
	here, _ := splitAddress(o.root)
	text, err := o.load(here + name)
	if err != nil {
		return nil, false
	}
	id := idOf(text)
	return text, id == "" || id == address
}

func splitAddress(address string) (folder, name string) {
	at := strings.LastIndex(address, "/") + 1
	return address[:at], address[at:]
}

// idOf is the address that a schema gives itself.
func idOf(text []byte) string {
	var named struct {
		ID string `json:"$id"`
	}
	if json.Unmarshal(text, &named) != nil {
		return ""
	}
	return strings.TrimSuffix(named.ID, "#")
}

func (o *opening) unknown(address string, err error) error {
	var f *finding.Fault
	switch {
	case errors.As(err, &f):
		return f
	case address == o.root:
		return &finding.Fault{
			Message: finding.Say("the schema %s cannot be read", address),
			Hint:    finding.Say("check its name and that you may read it"), Cause: err,
		}
	}
	folder, _ := splitAddress(address)
	return &finding.Fault{
		Message: finding.Say("the schema refers to %s, which is not at hand", address),
		Hint:    finding.Say("name the folder that holds it: --schema-map %s=DIR", folder), Cause: err,
	}
}

// readSchema reads a schema's text, keeping the places of its values.
func readSchema(address string, text []byte) (*document.Document, []finding.Finding) {
	docs, fs := document.ParseAll(address, text)
	if len(docs) == 0 {
		return nil, fs
	}
	return docs[0], fs
}

// asJSON gives a schema's text as JSON.
func asJSON(address string, text []byte) ([]byte, error) {
	if !isYAML(address) {
		var value any
		err := json.Unmarshal(text, &value)
		if err == nil {
			return text, nil
		}
		return nil, notJSON(address, text, err)
	}
	doc, fs := readSchema(address, text)
	switch {
	case finding.Failed(fs):
		return nil, faultAt(address, fs[0])
	case doc == nil:
		return []byte("null"), nil
	}
	body, err := json.Marshal(doc.Value())
	if err != nil {
		return nil, fmt.Errorf("write %s as JSON: %w", address, err)
	}
	return body, nil
}

func isYAML(address string) bool {
	ext := strings.ToLower(path.Ext(address))
	return ext == ".yaml" || ext == ".yml"
}

func notJSON(address string, text []byte, err error) error {
	var wrong *json.SyntaxError
	at := len(text)
	if errors.As(err, &wrong) {
		at = min(max(int(wrong.Offset)-1, 0), len(text))
	}
	line := bytes.Count(text[:at], []byte("\n")) + 1
	column := len([]rune(string(text[bytes.LastIndexByte(text[:at], '\n')+1:at]))) + 1
	return &finding.Fault{
		Message: finding.Say("the schema %s is not JSON: line %s, column %s", address, line, column),
		Hint:    finding.Say("a schema in YAML has a name that ends in .yaml or .yml"), Cause: err,
	}
}

// faultAt says where a schema is not right.
func faultAt(address string, f finding.Finding) error {
	return &finding.Fault{
		Message: finding.Say("the schema %s is not right: line %s, column %s: %s", address, f.Start.Line, f.Start.Column, f.Message),
		Hint:    f.Hint,
	}
}

// fault says in words why a schema cannot be used.
func (o *opening) fault(err error) error {
	var f *finding.Fault
	if errors.As(err, &f) {
		return f
	}
	for _, address := range slices.Sorted(maps.Keys(o.texts)) {
		doc, _ := readSchema(address, o.texts[address])
		if doc == nil {
			continue
		}
		fs := SelfCheck(doc)
		if i := slices.IndexFunc(fs, breaksSchema); i >= 0 {
			return faultAt(address, fs[i])
		}
	}
	return &finding.Fault{
		Message: finding.Say("the schema %s cannot be used: %s", o.root, err.Error()), Cause: err,
	}
}

// breaksSchema leaves out what the library does not mind.
func breaksSchema(f finding.Finding) bool {
	minor := []string{"meta/unknown-keyword", "meta/format", "meta/untold", "meta/range", "meta/enum", "meta/required"}
	return f.Severity == finding.Error && !slices.Contains(minor, f.Rule)
}
