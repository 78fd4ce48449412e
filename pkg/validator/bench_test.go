package validator

import (
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/service-catalogue/sc/pkg/document"
)

// BenchmarkCompile is what the first check of a kind costs.
func BenchmarkCompile(b *testing.B) {
	for b.Loop() {
		l := newLibrary(func() (*jsonschema.Schema, error) { return newCompiler().compile(Service) })
		if _, err := l.compile(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkCheck holds a good service entry against its schema; the conversion of
// the document is counted, its reading is not.
func BenchmarkCheck(b *testing.B) {
	benchmarkCheck(b, sample(b, Service))
}

// BenchmarkCheckBroken does so with an entry that has one fault.
func BenchmarkCheckBroken(b *testing.B) {
	benchmarkCheck(b, strings.Replace(sample(b, Service), "category: platform", "category: platfrom", 1))
}

func benchmarkCheck(b *testing.B, text string) {
	s := New().Of(Service)
	doc, _ := document.Parse("f.yaml", []byte(text))
	s.Check(doc)
	for b.Loop() {
		s.Check(doc)
	}
}

// BenchmarkLibrary is what the library alone needs for the good entry.
func BenchmarkLibrary(b *testing.B) {
	l, err := newLibrary(func() (*jsonschema.Schema, error) { return newCompiler().compile(Service) }).compile()
	if err != nil {
		b.Fatal(err)
	}
	doc, _ := document.Parse("f.yaml", []byte(sample(b, Service)))
	value := doc.Value()
	for b.Loop() {
		if err := l.schema.Validate(value); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkPrecheck is what the pre-check needs for it.
func BenchmarkPrecheck(b *testing.B) {
	l, err := newLibrary(func() (*jsonschema.Schema, error) { return newCompiler().compile(Service) }).compile()
	if err != nil {
		b.Fatal(err)
	}
	doc, _ := document.Parse("f.yaml", []byte(sample(b, Service)))
	value := doc.Value()
	for b.Loop() {
		if !certainlyValid(l.schema, value) {
			b.Fatal("not certain")
		}
	}
}
