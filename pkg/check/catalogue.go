package check

import (
	"context"
	"encoding/json"
	"io/fs"

	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/validator"
)

// Catalogue checks a whole catalogue folder, or the records of some kinds in it:
// each by the schema of its kind and by itself, then all among each other. A folder
// that is no catalogue has neither files nor findings.
func (c *Checker) Catalogue(ctx context.Context, files fs.FS, kinds ...validator.Kind) (Report, error) {
	sources, found, err := validator.Catalogue(files, kinds...)
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
	shelf := shelf{places: func(file string) func(string) finding.Place { return lookUp(files, file) }}
	for i, one := range results {
		r.Files = append(r.Files, sources[i].File)
		r.Findings = append(r.Findings, one.found...)
		shelf.put(sources[i], one.row)
	}
	r.Findings = append(r.Findings, shelf.check()...)
	finding.Sort(r.Findings)
	return r, nil
}

// Procedure checks the text of a procedure by itself.
func (c *Checker) Procedure(file string, data []byte) []finding.Finding {
	found := c.record(validator.Source{File: file, Kind: validator.Procedure}, data).found
	finding.Sort(found)
	return found
}

// lookUp finds places in a file by reading it again: few files have a finding that
// needs one, and to keep all of them would cost more.
func lookUp(files fs.FS, file string) func(pointer string) finding.Place {
	return func(pointer string) finding.Place {
		data, err := read(files, file)
		if err != nil {
			return finding.Place{}
		}
		doc, _ := document.Parse(file, data)
		if doc == nil {
			return finding.Place{}
		}
		return doc.Place(pointer)
	}
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
	doc, found := c.schemas.Read(s.File, data, s.Kind)
	if finding.Failed(found) {
		return result{found: found}
	}
	row, own := rowOf(doc, s)
	found = append(found, own...)
	if text, err := json.Marshal(row); err == nil && len(found) == 0 && row != nil {
		c.memory.keep(key, text)
	}
	return result{found, row}
}
