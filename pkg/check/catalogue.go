package check

import (
	"context"
	"encoding/json"
	"io/fs"

	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/validator"
)

// Catalogue checks a whole catalogue folder: each record by the schema of its kind
// and what a record by itself can be asked, then the records among each other. A
// folder that is no catalogue has neither files nor findings.
func (c *Checker) Catalogue(ctx context.Context, files fs.FS) (Report, error) {
	sources, found, err := validator.Catalogue(files)
	if err != nil {
		return Report{}, err
	}
	results := make([]result, len(sources))
	err = each(ctx, len(sources), func(i int) error {
		data, err := read(files, sources[i].File)
		if err == nil && data != nil {
			results[i] = c.record(sources[i], data)
		}
		return err
	})
	if err != nil {
		return Report{}, err
	}
	r := Report{Findings: found}
	var shelf shelf
	for i, one := range results {
		r.Files = append(r.Files, sources[i].File)
		r.Findings = append(r.Findings, one.found...)
		if one.row != nil {
			shelf.put(sources[i].File, one.row)
		}
	}
	r.Findings = append(r.Findings, shelf.check()...)
	finding.Sort(r.Findings)
	return r, nil
}

// result is what is wrong with one record by itself, and what the rules among
// records need of it; no row where it cannot be told what it says.
type result struct {
	found []finding.Finding
	row   *row
}

// record checks one file by itself, unless it is known to be clean.
func (c *Checker) record(s validator.Source, data []byte) result {
	schema := c.schemas.Of(s.Kind)
	key := keyOf(string(s.Kind), schema.Digest(), data)
	if text, clean := c.memory.recall(key); clean {
		var known row
		if json.Unmarshal(text, &known) == nil {
			return result{row: &known}
		}
	}
	doc, found := document.Parse(s.File, data)
	if !finding.Failed(found) {
		found = append(found, schema.Check(doc)...)
	}
	if finding.Failed(found) {
		return result{found: found}
	}
	row, own := rowOf(doc, s.Kind)
	found = append(found, own...)
	if text, err := json.Marshal(row); err == nil && len(found) == 0 {
		c.memory.keep(key, text)
	}
	return result{found, row}
}
