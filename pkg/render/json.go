package render

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"github.com/itchyny/gojq"

	"github.com/service-catalogue/sc/pkg/finding"
)

// JSON writes a value as JSON, indented, with nothing escaped that need not be: only
// controls, and characters that hide or reorder others.
func JSON(w io.Writer, v any) error {
	var text bytes.Buffer
	enc := json.NewEncoder(&text)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		return err
	}
	_, err := w.Write(escaped(text.Bytes()))
	return err
}

// CheckJQ refuses a jq expression that cannot be read.
func CheckJQ(expression string) error {
	_, err := parseJQ(expression)
	return err
}

func parseJQ(expression string) (*gojq.Query, error) {
	query, err := gojq.Parse(expression)
	if err != nil {
		return nil, &finding.Fault{
			Message: finding.Say("the jq expression cannot be read: %s", err),
			Hint:    finding.Say("such as: --jq .id, or --jq '.[].id' where there are several"),
			Cause:   err,
		}
	}
	return query, nil
}

// JQ writes what a jq expression makes of a value: strings as they are, other
// values as JSON, one a line.
func JQ(w io.Writer, expression string, v any) error {
	query, err := parseJQ(expression)
	if err != nil {
		return err
	}
	plain, err := generic(v)
	if err != nil {
		return err
	}
	results := query.Run(plain)
	for {
		r, more := results.Next()
		if !more {
			return nil
		}
		if err, failed := r.(error); failed {
			return &finding.Fault{Message: finding.Say("the jq expression fails: %s", err), Cause: err}
		}
		if err := result(w, r); err != nil {
			return err
		}
	}
}

func result(w io.Writer, v any) error {
	if s, ok := v.(string); ok {
		_, err := fmt.Fprintln(w, s)
		return err
	}
	text, err := gojq.Marshal(v)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "%s\n", escaped(text))
	return err
}

// generic is a value as JSON readers see it.
func generic(v any) (any, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	var plain any
	err = json.Unmarshal(text, &plain)
	return plain, err
}
