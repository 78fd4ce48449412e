package wording

import (
	"strconv"
	"strings"

	"github.com/service-catalogue/sc/pkg/catalogue"
)

// Label is the field of a change, and what the item is called: deliverables /
// monthly report / due.
func (w Wording) Label(c catalogue.Change) string {
	if c.Field == "" {
		return Begun(w.Say.T("service entry"))
	}
	parts := strings.Split(strings.TrimPrefix(c.Field, "/"), "/")
	label := w.Field(parts[0])
	if parts[0] == "levels" && c.Was != nil { // it is shown as a whole
		return label
	}
	if item := w.Text(c.Item); item != "" {
		label += " / " + item
	}
	last := parts[len(parts)-1]
	if _, err := strconv.Atoi(last); err == nil || len(parts) == 1 {
		return label
	}
	return label + " / " + w.Say.Word(last)
}

// Sides are the two sides of a change.
func (w Wording) Sides(c catalogue.Change) (was, is string) {
	was, is = w.side(c, c.Old, c.Was), w.side(c, c.New, c.Is)
	if was == is { // they differ in a language that is not the reader's
		return InAll(c.Old), InAll(c.New)
	}
	return was, is
}

func (w Wording) side(c catalogue.Change, text catalogue.Text, whole any) string {
	switch v := whole.(type) {
	case *catalogue.Hours:
		return w.Hours(v)
	case *catalogue.Frequency:
		return w.Frequency(v)
	case *catalogue.Level:
		return w.Level(*v)
	case *catalogue.Contact:
		return w.Contact(*v)
	case *catalogue.Entry:
		return w.Called(*v)
	}
	switch field, _, _ := strings.Cut(strings.TrimPrefix(c.Field, "/"), "/"); field {
	case "category", "type", "delivery", "criticality", "lifecycle", "visibility":
		return w.Say.Word(text.Plain)
	}
	return w.Text(text)
}

// InAll is a text in all its languages.
func InAll(t catalogue.Text) string {
	var said []string
	for _, s := range []string{t.Plain, t.ZH, t.EN} {
		if s != "" {
			said = append(said, s)
		}
	}
	return strings.Join(said, " / ")
}
