package validator

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
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
	Ruling       Kind = "ruling"
	Confirmation Kind = "confirmation"

	PeriodicReview Kind = "periodic-review"
	Agreement      Kind = "agreement"
	Improvement    Kind = "improvement"
)

func kinds() []Kind {
	return []Kind{Service, Request, RequestInput, Meeting, Version, Procedure, Ruling, Confirmation, PeriodicReview, Agreement, Improvement}
}

func (k Kind) url() string { return schemas.Base + string(k) + ".schema.json" }

// Validator holds the embedded schemas. It compiles a schema when it is first
// asked for it, and may be used by several goroutines.
type Validator struct {
	embedded map[Kind]*Schema
}

// New makes a Validator. It costs nothing until the first Check.
func New() *Validator {
	v := &Validator{embedded: map[Kind]*Schema{}}
	shared := newCompiler()
	texts := sync.OnceValue(embeddedTexts)
	for _, k := range kinds() {
		v.embedded[k] = &Schema{
			engine: newLibrary(func() (*jsonschema.Schema, error) { return shared.compile(k) }),
			digest: sync.OnceValue(func() string { return digest(texts(), string(k)) }),
		}
	}
	return v
}

// Of is the embedded schema of a kind. Of a kind that there is not, it is a schema
// whose every check ends in one finding that says so.
func (v *Validator) Of(kind Kind) *Schema {
	if s, ok := v.embedded[kind]; ok {
		return s
	}
	err := fmt.Errorf("no schema for %s", kind)
	return &Schema{
		engine: newLibrary(func() (*jsonschema.Schema, error) { return nil, err }),
		digest: func() string { return string(kind) },
	}
}

// Check gives the findings of the document against the schema of its kind. See
// Schema.Check.
func (v *Validator) Check(doc *document.Document, kind Kind) []finding.Finding {
	return v.Of(kind).Check(doc)
}

// Schema is one JSON Schema that documents are held against. It may be used by
// several goroutines.
type Schema struct {
	engine engine
	digest func() string
}

// Digest is the SHA-256, in lower-case hexadecimal digits, of all the texts that
// the schema is made of and of how it is applied: of two schemas that have the
// same one, a document has the same findings.
func (s *Schema) Digest() string { return s.digest() }

// digest is over all the texts that a schema is made of, by address, and over which
// of them comes first and how it is applied.
func digest(texts map[string][]byte, applied string) string {
	h := sha256.New()
	fmt.Fprintf(h, "%s\n", applied)
	for _, address := range slices.Sorted(maps.Keys(texts)) {
		fmt.Fprintf(h, "%s\n%d\n", address, len(texts[address]))
		h.Write(texts[address])
	}
	return hex.EncodeToString(h.Sum(nil))
}

// embeddedTexts are the embedded schemas by their addresses.
func embeddedTexts() map[string][]byte {
	texts := map[string][]byte{}
	names, _ := schemas.FS.ReadDir(".") // an embedded folder can be read
	for _, n := range names {
		text, _ := schemas.FS.ReadFile(n.Name())
		texts[schemas.Base+n.Name()] = text
	}
	return texts
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
	c.RegisterExtension(keptName, nil, keeper{})
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
