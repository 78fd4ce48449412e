package validator

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/service-catalogue/sc/schemas"
)

// Kind is a kind of record; each has a schema of its name.
type Kind string

// The kinds of record. RequestInput is what `sc request -f` reads: a request
// without id, coverage and history.
const (
	Service      Kind = "service"
	Request      Kind = "request"
	RequestInput Kind = "request-input"
	Meeting      Kind = "meeting"
	Version      Kind = "version"
	Procedure    Kind = "procedure"
)

func kinds() []Kind {
	return []Kind{Service, Request, RequestInput, Meeting, Version, Procedure}
}

func (k Kind) url() string { return schemas.Base + string(k) + ".schema.json" }

// Validator checks documents against the embedded schemas. It compiles a schema
// when it is first asked for it, and may be used by several goroutines.
type Validator struct {
	engines map[Kind]engine
	raw     func() (rawSchemas, error)
}

// New makes a Validator. It costs nothing until the first Check.
func New() *Validator {
	v := &Validator{engines: map[Kind]engine{}, raw: sync.OnceValues(readRaw)}
	shared := newCompiler()
	for _, k := range kinds() {
		v.engines[k] = &lazyEngine{kind: k, compiler: shared}
	}
	return v
}

// engine is all that is asked of a JSON Schema library: the breaches, as a tree,
// without words.
type engine interface {
	breaches(value any) ([]breach, error)
}

// breach is one keyword that a value does not meet.
type breach struct {
	keyword  string   // such as "required"
	location string   // absolute URL of the keyword in its schema file
	pointer  string   // RFC 6901 pointer to the value
	ofName   bool     // the field's name breaks it, not its value
	branches []branch // what is wrong with each branch of anyOf and oneOf
}

type branch struct {
	index    int
	breaches []breach
}

type lazyEngine struct {
	kind     Kind
	compiler *compiler
	once     sync.Once
	schema   *jsonschema.Schema
	err      error
}

func (e *lazyEngine) breaches(value any) ([]breach, error) {
	e.once.Do(func() { e.schema, e.err = e.compiler.compile(e.kind) })
	if e.err != nil {
		return nil, e.err
	}
	err := e.schema.Validate(value)
	if err == nil {
		return nil, nil
	}
	invalid, ok := err.(*jsonschema.ValidationError) //nolint:errorlint // the library returns it bare
	if !ok {
		return nil, err
	}
	return flatten(invalid), nil
}

// compiler compiles what the schemas share once for all of them; the library's
// own is for one goroutine.
type compiler struct {
	mu      sync.Mutex
	library *jsonschema.Compiler
}

func newCompiler() *compiler {
	c := jsonschema.NewCompiler()
	c.Draft = jsonschema.Draft2020
	c.AssertFormat = true
	c.LoadURL = loadEmbedded
	return &compiler{library: c}
}

func (c *compiler) compile(k Kind) (*jsonschema.Schema, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s, err := c.library.Compile(k.url())
	if err != nil {
		return nil, fmt.Errorf("compile the schema %s: %w", k, err)
	}
	return s, nil
}

// loadEmbedded resolves every reference from the binary; the network is never used.
func loadEmbedded(address string) (io.ReadCloser, error) {
	name, ok := strings.CutPrefix(address, schemas.Base)
	if !ok {
		return nil, fmt.Errorf("the schema %s is not embedded", address)
	}
	return schemas.FS.Open(name)
}

// flatten takes the library's tree of errors apart into the keywords at its
// leaves, keeping together what belongs to one branch of anyOf or oneOf.
func flatten(e *jsonschema.ValidationError) []breach {
	keyword := e.KeywordLocation[strings.LastIndex(e.KeywordLocation, "/")+1:]
	if keyword == "anyOf" || keyword == "oneOf" {
		b := newBreach(keyword, e)
		b.branches = splitBranches(e)
		return []breach{b}
	}
	if len(e.Causes) == 0 {
		return []breach{newBreach(keyword, e)}
	}
	var all []breach
	for _, cause := range e.Causes {
		all = append(all, flatten(cause)...)
	}
	return all
}

func splitBranches(e *jsonschema.ValidationError) []branch {
	var all []branch
	for _, cause := range e.Causes {
		var index int
		rest := strings.TrimPrefix(cause.KeywordLocation, e.KeywordLocation+"/")
		if _, err := fmt.Sscanf(rest, "%d", &index); err == nil {
			all = append(all, branch{index, flatten(cause)})
		}
	}
	return all
}

func newBreach(keyword string, e *jsonschema.ValidationError) breach {
	return breach{
		keyword:  keyword,
		location: e.AbsoluteKeywordLocation,
		pointer:  unescapePath(e.InstanceLocation),
		ofName:   strings.Contains(e.KeywordLocation, "/propertyNames/"),
	}
}

// unescapePath undoes the percent signs that the library puts into pointers.
func unescapePath(p string) string {
	if plain, err := url.PathUnescape(p); err == nil {
		return plain
	}
	return p
}

// rawSchemas holds the schema files as they are, by file name.
type rawSchemas map[string]map[string]any

func readRaw() (rawSchemas, error) {
	entries, err := schemas.FS.ReadDir(".")
	if err != nil {
		return nil, fmt.Errorf("read the schemas: %w", err)
	}
	all := rawSchemas{}
	for _, e := range entries {
		text, err := schemas.FS.ReadFile(e.Name())
		if err != nil {
			return nil, fmt.Errorf("read the schemas: %w", err)
		}
		dec := json.NewDecoder(bytes.NewReader(text))
		dec.UseNumber()
		var doc map[string]any
		if err := dec.Decode(&doc); err != nil {
			return nil, fmt.Errorf("read the schema %s: %w", e.Name(), err)
		}
		all[e.Name()] = doc
	}
	return all, nil
}
