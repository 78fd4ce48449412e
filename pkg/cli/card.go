package cli

import (
	"strings"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/render"
)

// card collects what people read of a record: names of fields on the left, what
// they say on the right. What is empty is left out.
type card struct {
	*desk
	rows [][]any
}

// line adds a field of the records with one value.
func (c *card) line(field, value string) { c.add(c.field(field), value) }

// lines add a field of the records with several values, one below the other.
func (c *card) lines(field string, values []string) {
	for i, v := range values {
		if i == 0 {
			c.line(field, v)
			continue
		}
		c.rows = append(c.rows, []any{"", v})
	}
}

// texts add a field with a list of texts.
func (c *card) texts(field string, values []catalogue.Text) {
	lines := make([]string, len(values))
	for i, v := range values {
		lines[i] = c.app.text(v)
	}
	c.lines(field, lines)
}

// add adds a line with a label of its own. A value of several lines stays so.
func (c *card) add(label, value string) {
	for part := range strings.SplitSeq(strings.TrimSpace(value), "\n") {
		if part = strings.TrimSpace(part); part != "" {
			c.rows = append(c.rows, []any{label, part})
			label = ""
		}
	}
}

// field is the name of a field at the beginning of a line.
func (c *card) field(field string) string { return c.app.wording().Field(field) }

// section is the card under a title.
func (c *card) section(title finding.Sentence) render.Section {
	return render.Section{Title: title, Rows: c.rows}
}
