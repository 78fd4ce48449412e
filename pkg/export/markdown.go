package export

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/plain"
	"github.com/service-catalogue/sc/pkg/wording"
)

// writeMarkdown writes the catalogue as one document of GitHub's Markdown.
func writeMarkdown(w io.Writer, e Edition, words wording.Wording) error {
	m := &markdown{page: page{e, words}}
	m.cover()
	m.releases()
	for _, g := range e.groups() {
		m.heading(2, m.Field(string(g.category)))
		for _, entry := range g.entries {
			m.entry(entry)
		}
	}
	_, err := w.Write(m.text.Bytes())
	return err
}

type markdown struct {
	page
	text bytes.Buffer
}

func (m *markdown) heading(level int, text string) {
	if m.text.Len() > 0 && !bytes.HasSuffix(m.text.Bytes(), []byte("\n\n")) {
		m.text.WriteByte('\n')
	}
	m.text.WriteString(plain.MarkdownHeading(level, text) + "\n")
}

// cover says which catalogue and version this is, and how to verify it.
func (m *markdown) cover() {
	m.heading(1, m.Say.T("Service catalogue of %s", m.Text(m.Organisation)))
	for _, line := range m.asOf() {
		fmt.Fprintf(&m.text, "- %s\n", m.Say.T("%s: %s", plain.Markdown(line.name), plain.Markdown(line.values[0])))
	}
	if m.Audience == Inside {
		fmt.Fprintf(&m.text, "\n**%s**\n", plain.Markdown(m.Say.T("Internal: not for customers")))
	}
}

// asOf are the lines by which a document says what it is of.
func (p page) asOf() []field {
	return []field{
		{p.Say.T("Version"), []string{p.Version.String()}},
		{p.Say.T("Published at"), []string{p.day()}},
		{p.Say.T("Effective from"), []string{p.EffectiveFrom}},
		{p.Say.T("Published by"), []string{p.PublishedBy}},
		{p.Say.T("Digest of the services"), []string{string(p.Digest)}},
		{p.Say.T("Ledger"), []string{p.Ledger}},
	}
}

func (m *markdown) releases() {
	m.heading(2, m.Say.T("Versions"))
	m.row(m.Say.T("Version"), m.Say.T("Published at"), m.Say.T("Effective from"), m.Say.T("Changes"), m.Say.T("Release notes"))
	m.rule(5)
	for _, r := range m.Releases {
		m.row(r.Version.String(), r.day(), r.EffectiveFrom, m.changes(r), m.Text(r.Notes))
	}
}

// changes are what a version changed, the gravest first, such as "weakened 1, new 3".
func (p page) changes(r Release) string {
	var words []string
	for _, s := range catalogue.Severities() {
		if n := r.Changes[s]; n > 0 {
			words = append(words, p.Say.T("%s %s", catalogue.Word(s), n))
		}
	}
	return p.List(words)
}

func (m *markdown) entry(e catalogue.Entry) {
	m.heading(3, m.Bracketed(m.Text(e.Name), m.mark(e)))
	m.row(m.Say.T("Field"), m.Say.T("What it says"))
	m.rule(2)
	for _, f := range m.fields(e) {
		m.row(m.Field(f.name), strings.Join(f.values, "\n"))
	}
}

// mark is what readers must see of an entry at once: that it cannot be had any more,
// or not yet.
func (p page) mark(e catalogue.Entry) string {
	if e.Lifecycle == catalogue.Active {
		return ""
	}
	return p.Say.Word(string(e.Lifecycle))
}

// row is a row of a table.
func (m *markdown) row(cells ...string) {
	m.text.WriteString(plain.MarkdownRow(each(cells, plain.MarkdownCell)...))
}

// rule ends the head of a table.
func (m *markdown) rule(columns int) { m.text.WriteString(plain.MarkdownRule(columns)) }
