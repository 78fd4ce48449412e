package validator

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
)

// Check gives one finding for each way in which the document is not what the
// schema asks for, sorted, in words made from the schema's titles and the
// document's own values. A nil document has no findings here.
func (s *Schema) Check(doc *document.Document) (fs []finding.Finding) {
	if doc == nil {
		return nil
	}
	defer func() {
		if r := recover(); r != nil {
			fs = []finding.Finding{document.Internal(doc.File(), r)}
		}
	}()
	value := doc.Value()
	found, err := s.engine.breaches(value)
	if errors.Is(err, errTooMuch) {
		return []finding.Finding{tooMuchFault(doc)}
	}
	if err != nil {
		return []finding.Finding{document.Internal(doc.File(), err)}
	}
	if len(found) == 0 {
		return nil
	}
	c := &schemaCheck{doc: doc, root: s.engine.root(), value: value}
	return c.report(found)
}

// schemaCheck turns the breaches of one document into findings.
type schemaCheck struct {
	doc   *document.Document
	root  rule
	value any
}

// remark is a finding, and what it says of a field that is missing or not known.
type remark struct {
	finding.Finding
	parent  string // pointer to the map that the field is or should be in
	missing string
	meant   string // the known name that an unknown one most likely means
	weak    bool   // it may only follow from another breach
}

// maxBreaches is how many breaches of one file are told; a file with more is not
// a record.
const maxBreaches = 1000

// report keeps one finding for each fault: the first in rank of what is wrong with
// one value, and no missing field where its name is only misspelt.
func (c *schemaCheck) report(found []breach) []finding.Finding {
	var all []remark
	for _, b := range c.foremost(c.chosen(found)) {
		all = append(all, c.findings(b)...)
	}
	all = dropMisspelt(dropWeak(all))
	fs := make([]finding.Finding, len(all))
	for i, t := range all {
		fs[i] = t.Finding
	}
	finding.Sort(fs)
	return slices.CompactFunc(fs, sameWords)
}

func sameWords(a, b finding.Finding) bool {
	return a.Start == b.Start && a.Rule == b.Rule && a.Pointer == b.Pointer && a.Message.String() == b.Message.String()
}

// chosen are the breaches without alternatives, in one order.
func (c *schemaCheck) chosen(found []breach) []breach {
	var flat []breach
	for _, b := range found {
		flat = append(flat, c.choose(b)...)
	}
	slices.SortStableFunc(flat, func(a, b breach) int {
		return cmp.Or(cmp.Compare(a.pointer, b.pointer), cmp.Compare(rank(a), rank(b)),
			cmp.Compare(a.keyword, b.keyword), cmp.Compare(a.rule.Location, b.rule.Location),
			slices.Compare(a.detail, b.detail), cmp.Compare(a.because.rule.place(), b.because.rule.place()))
	})
	return flat[:min(len(flat), maxBreaches)]
}

func (r rule) place() string {
	if r.Schema == nil {
		return ""
	}
	return r.Location
}

// foremost keeps one breach of a value's type or content, beside any number of
// breaches of what stands in it; where the type is wrong nothing else is told.
func (c *schemaCheck) foremost(flat []breach) []breach {
	var kept []breach
	said := map[string]string{}
	for _, b := range flat {
		at := b.pointer
		if b.ofName {
			at += "\x00name"
		}
		before := said[at]
		if before == "type" || before != "" && rank(b) < rankOfShape {
			continue
		}
		if rank(b) < rankOfShape {
			said[at] = b.keyword
		}
		kept = append(kept, b)
	}
	return kept
}

// rankOfShape is the first rank of keywords that may each be broken beside others.
const rankOfShape = 20

// rank says which of several breaches of one value tells most.
func rank(b breach) int {
	order := []string{
		"type", "false", "not", "const", "enum", "minLength", "pattern", "format", "maxLength",
		"minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "multipleOf", "contentEncoding",
		"contentMediaType", "contentSchema",
	}
	if i := slices.Index(order, b.keyword); i >= 0 {
		return i
	}
	return rankOfShape
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

// dropWeak removes what may only follow from another breach, where there is one.
func dropWeak(all []remark) []remark {
	strong := slices.ContainsFunc(all, func(t remark) bool { return !t.weak })
	return slices.DeleteFunc(all, func(t remark) bool { return strong && t.weak })
}

// dropMisspelt removes "x is missing" where an unknown field beside it was most
// likely meant to be x.
func dropMisspelt(all []remark) []remark {
	meant := map[string]bool{}
	for _, t := range all {
		if t.meant != "" {
			meant[t.parent+"\x00"+t.meant] = true
		}
	}
	return slices.DeleteFunc(all, func(t remark) bool {
		return t.missing != "" && meant[t.parent+"\x00"+t.missing]
	})
}

// parent is the pointer to the map or list around a value.
func parent(pointer string) string {
	return pointer[:max(strings.LastIndex(pointer, "/"), 0)]
}

func lastToken(pointer string) string {
	t := document.Tokens(pointer)
	if len(t) == 0 {
		return ""
	}
	return t[len(t)-1]
}
