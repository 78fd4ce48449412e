package check

import (
	"context"
	"errors"
	"io/fs"
	"path"
	"strings"

	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/validator"
)

// Choice picks the schema for a file; nil leaves the file out. A *finding.Fault is
// told as a finding about the file, so that the others are checked all the same.
type Choice func(name string, data []byte) (*validator.Schema, error)

// Loose checks files of any kind, YAML or JSON, each against the schema that is
// chosen for it.
func (c *Checker) Loose(ctx context.Context, files fs.FS, names []string, choose Choice) (Report, error) {
	found := make([][]finding.Finding, len(names))
	checked := make([]bool, len(names))
	err := c.each(ctx, len(names), func(i int) error {
		data, err := Read(files, names[i])
		if err != nil {
			found[i], checked[i] = []finding.Finding{unreadable(names[i], err)}, true
			return nil
		}
		if data == nil {
			return nil
		}
		schema, err := choose(names[i], data)
		var fault *finding.Fault
		switch {
		case errors.As(err, &fault):
			found[i], checked[i] = []finding.Finding{unavailable(names[i], fault)}, true
			return nil
		case err != nil || schema == nil:
			return err
		}
		found[i], checked[i] = c.loose(names[i], data, schema), true
		return nil
	})
	var r Report
	for i, name := range names {
		if !checked[i] {
			r.Passed++
		} else {
			r.Files = append(r.Files, name)
			r.Findings = append(r.Findings, found[i]...)
		}
	}
	finding.Sort(r.Findings)
	return r, err
}

func (c *Checker) loose(name string, data []byte, schema *validator.Schema) []finding.Finding {
	key := c.memory.keyOf("any"+strings.ToLower(path.Ext(name)), schema.Digest(), data)
	if _, clean := c.memory.recall(key); clean {
		return nil
	}
	docs, found := document.ParseAll(name, data)
	found = schema.After(found, docs...)
	if len(found) == 0 {
		c.memory.keep(key, nil)
	}
	return found
}

// unavailable is the finding for a file whose schema cannot be had.
func unavailable(name string, why *finding.Fault) finding.Finding {
	return finding.Finding{
		File: name, Start: finding.Place{Line: 1, Column: 1}, Rule: "schema/unavailable",
		Severity: finding.Error, Message: why.Message, Hint: why.Hint,
	}
}
