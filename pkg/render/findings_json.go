package render

import (
	"bytes"
	"encoding/json"

	"github.com/service-catalogue/sc/pkg/finding"
)

// findingJSON is a finding as programs read it. Its keys never change.
type findingJSON struct {
	File      string        `json:"file"`
	Line      int           `json:"line"`
	Column    int           `json:"column"`
	EndLine   int           `json:"end_line"`
	EndColumn int           `json:"end_column"`
	Rule      string        `json:"rule"`
	Severity  string        `json:"severity"`
	Pointer   string        `json:"pointer"`
	Message   string        `json:"message"`
	Hint      string        `json:"hint"`
	Fix       []editJSON    `json:"fix"`
	Related   []relatedJSON `json:"related"`
}

// editJSON counts bytes of the file as it lies on disk.
type editJSON struct {
	Offset int    `json:"offset"`
	Length int    `json:"length"`
	Text   string `json:"text"`
}

type relatedJSON struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Message string `json:"message"`
}

// Value is a report as JSON has it, for jq. Messages and hints are in the reader's
// language, keys and all else are not.
func (f Findings) Value(r Report) any {
	all := make([]findingJSON, len(r.Findings))
	for i, one := range r.Findings {
		all[i] = f.value(one)
	}
	return all
}

func (f Findings) value(one finding.Finding) findingJSON {
	v := findingJSON{
		File: one.File, Line: one.Start.Line, Column: one.Start.Column,
		EndLine: one.End.Line, EndColumn: one.End.Column,
		Rule: one.Rule, Severity: string(one.Severity), Pointer: one.Pointer,
		Message: f.Say.Say(one.Message), Hint: f.Say.Say(one.Hint),
		Fix: make([]editJSON, len(one.Fix)), Related: make([]relatedJSON, len(one.Related)),
	}
	for i, e := range one.Fix {
		v.Fix[i] = editJSON(e)
	}
	for i, o := range one.Related {
		v.Related[i] = relatedJSON{o.File, o.Start.Line, o.Start.Column, f.Say.Say(o.Message)}
	}
	return v
}

// json writes an array of objects, laid out for people to read too.
func (w *writing) json(r Report) error {
	err := w.array(len(r.Findings), newEncoding("  "), func(i int) any { return w.f.value(r.Findings[i]) })
	w.put("\n")
	return err
}

// encoding makes the JSON of one value after the other, without escaping what
// need not be, each indented to stand in an array.
type encoding struct {
	buffer bytes.Buffer
	to     *json.Encoder
	indent string // of each value
}

// newEncoding lays values out over several lines.
func newEncoding(indent string) *encoding {
	e := oneLine(indent)
	e.to.SetIndent(indent, "  ")
	return e
}

// oneLine leaves each value on its line.
func oneLine(indent string) *encoding {
	e := &encoding{indent: indent}
	e.to = json.NewEncoder(&e.buffer)
	e.to.SetEscapeHTML(false)
	return e
}

func (e *encoding) bytes(v any) ([]byte, error) {
	e.buffer.Reset()
	if err := e.to.Encode(v); err != nil {
		return nil, err
	}
	return escaped(bytes.TrimSuffix(e.buffer.Bytes(), []byte("\n"))), nil
}

// array writes values as an array, one by one, so that no report is held in
// memory twice.
func (w *writing) array(n int, e *encoding, item func(int) any) error {
	w.put("[")
	for i := range n {
		text, err := e.bytes(item(i))
		if err != nil {
			return err
		}
		if i > 0 {
			w.put(",")
		}
		w.put("\n", e.indent)
		_, _ = w.out.Write(text) // Flush gives the error
	}
	if n > 0 {
		w.put("\n", e.indent[2:])
	}
	w.put("]")
	return nil
}
