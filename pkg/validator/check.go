package validator

import (
	"cmp"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
)

// Check gives one finding for each way in which the document is not what the
// schema of its kind asks for, sorted, in words made from the schema's titles and
// the document's own values. A nil document has no findings here.
func (v *Validator) Check(doc *document.Document, kind Kind) (fs []finding.Finding) {
	if doc == nil {
		return nil
	}
	defer func() {
		if r := recover(); r != nil {
			fs = []finding.Finding{document.Internal(doc.File(), r)}
		}
	}()
	engine, known := v.engines[kind]
	if !known {
		return []finding.Finding{document.Internal(doc.File(), "no schema for "+string(kind))}
	}
	value := doc.Value()
	found, err := engine.breaches(value)
	if err != nil {
		return []finding.Finding{document.Internal(doc.File(), err)}
	}
	if len(found) == 0 {
		return nil
	}
	raw, err := v.raw()
	if err != nil {
		return []finding.Finding{document.Internal(doc.File(), err)}
	}
	c := &schemaCheck{doc: doc, kind: kind, raw: raw, value: value}
	return c.report(found)
}

// schemaCheck turns the breaches of one document into findings.
type schemaCheck struct {
	doc   *document.Document
	kind  Kind
	raw   rawSchemas
	value any
}

// report keeps one finding for each fault: the first in rank of what is wrong with
// one value, and no missing field where its name is only misspelt.
func (c *schemaCheck) report(found []breach) []finding.Finding {
	var flat []breach
	for _, b := range found {
		flat = append(flat, c.choose(b)...)
	}
	slices.SortFunc(flat, func(a, b breach) int {
		return cmp.Or(cmp.Compare(a.pointer, b.pointer), cmp.Compare(rank(a), rank(b)),
			cmp.Compare(a.keyword, b.keyword), cmp.Compare(a.location, b.location))
	})
	flat = flat[:min(len(flat), maxBreaches)]
	said := map[string]bool{}
	var fs []finding.Finding
	for _, b := range flat {
		if rank(b) < rankOfShape {
			if said[b.pointer] {
				continue
			}
			said[b.pointer] = true
		}
		fs = append(fs, c.findings(b)...)
	}
	fs = dropMisspelt(fs)
	finding.Sort(fs)
	return fs
}

// maxBreaches is how many breaches of one file are told; a file with more is not
// a record.
const maxBreaches = 1000

// rankOfShape is the first rank of keywords that may each be broken beside others.
const rankOfShape = 10

// rank says which of several breaches of one value tells most.
func rank(b breach) int {
	order := []string{"type", "not", "const", "enum", "minLength", "pattern", "format", "maxLength", "minimum", "maximum"}
	if i := slices.Index(order, b.keyword); i >= 0 {
		return i
	}
	return rankOfShape
}

// choose replaces anyOf and oneOf by what is wrong with the branch that was most
// likely meant: one that takes the value's type, with the fewest breaches.
func (c *schemaCheck) choose(b breach) []breach {
	if len(b.branches) == 0 {
		return []breach{b}
	}
	have := typeOf(at(c.value, b.pointer))
	var best []breach
	for _, br := range b.branches {
		if !c.branch(b, br.index).accepts(have) {
			continue
		}
		var flat []breach
		for _, inner := range br.breaches {
			flat = append(flat, c.choose(inner)...)
		}
		if best == nil || len(flat) < len(best) {
			best = flat
		}
	}
	if best == nil {
		b.keyword = "type"
		return []breach{b}
	}
	return best
}

func (c *schemaCheck) branch(b breach, index int) rawSchema {
	return c.raw.resolve("", b.location+"/"+itoa(index))
}

// at is the value at a pointer, nil where there is none.
func at(value any, pointer string) any {
	for _, token := range document.Tokens(pointer) {
		switch v := value.(type) {
		case map[string]any:
			value = v[token]
		case []any:
			i := atoi(token)
			if i < 0 || i >= len(v) {
				return nil
			}
			value = v[i]
		default:
			return nil
		}
	}
	return value
}

// dropMisspelt removes "x is missing" where an unknown field beside it was most
// likely meant to be x.
func dropMisspelt(fs []finding.Finding) []finding.Finding {
	meant := map[string]bool{}
	for _, f := range fs {
		if f.Rule == ruleUnknown && !f.Hint.IsZero() {
			parent := f.Pointer[:strings.LastIndex(f.Pointer, "/")]
			meant[parent+"\x00"+f.Hint.Args[0].(string)] = true
		}
	}
	return slices.DeleteFunc(fs, func(f finding.Finding) bool {
		return f.Rule == ruleRequired && meant[f.Pointer+"\x00"+f.Message.Args[0].(string)]
	})
}
