package check

import (
	"context"
	"encoding/json"
	"io/fs"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
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
	err = c.each(ctx, len(sources), func(i int) error {
		data, err := Read(files, sources[i].File)
		switch {
		case err != nil:
			results[i].found = []finding.Finding{unreadable(sources[i].File, err)}
		case data != nil:
			results[i] = c.record(sources[i], data)
		}
		return nil
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
	r.Findings = append(r.Findings, among(files, r.Findings, shelf.check())...)
	if missing := noProcedure(sources, kinds); missing != nil {
		r.Findings = append(r.Findings, *missing)
	}
	r.Findings = slices.DeleteFunc(r.Findings, aboutHistory)
	finding.Sort(r.Findings)
	return r, nil
}

// among gives what the rules among records found its place, and leaves out what is
// about a value that has a fault of its own.
func among(files fs.FS, known, found []finding.Finding) []finding.Finding {
	type spot struct{ file, pointer string }
	faulty := map[spot]bool{}
	for _, f := range known {
		faulty[spot{f.File, f.Pointer}] = f.Pointer != ""
	}
	found = slices.DeleteFunc(found, func(f finding.Finding) bool { return faulty[spot{f.File, f.Pointer}] })
	for i := range found {
		if f := &found[i]; f.End == (finding.Place{}) {
			f.Start, f.End = region(files, f.File, f.Pointer)
		}
	}
	return found
}

// noProcedure is the finding for a catalogue without a procedure: owners and rights
// cannot be checked, and where there are records it was lost.
func noProcedure(sources []validator.Source, kinds []validator.Kind) *finding.Finding {
	is := func(k validator.Kind) func(validator.Source) bool {
		return func(s validator.Source) bool { return s.Kind == k }
	}
	if len(kinds) > 0 || len(sources) == 0 || slices.ContainsFunc(sources, is(validator.Procedure)) {
		return nil
	}
	f := finding.Finding{
		File: "procedure.yaml", Rule: "catalogue/no-procedure", Severity: finding.Error,
		Message: finding.Say("the procedure is missing: whoever may decide and own cannot be checked"),
		Hint:    finding.Say("restore the file from Git"),
	}
	if !slices.ContainsFunc(sources, func(s validator.Source) bool { return s.Kind != validator.Service }) {
		f.Severity, f.Hint = finding.Warning, finding.Say("\"sc init\" makes one")
	}
	return &f
}

// aboutHistory: the warnings of the verdict on the history (W_…) are told by
// "sc verify" and "sc procedure check"; whoever edits an entry can do nothing there.
func aboutHistory(f finding.Finding) bool { return strings.HasPrefix(f.Rule, "W_") }

// Procedure checks the text of a procedure by itself, and whether the open ones among
// requests could go on by it.
func (c *Checker) Procedure(file string, data []byte, requests []*procedure.Request) []finding.Finding {
	r := c.record(validator.Source{File: file, Kind: validator.Procedure}, data)
	found := r.found
	if !finding.Failed(found) && r.row != nil {
		doc, _ := document.Parse(file, data)
		found = append(found, placed(doc, stranded(r.row.Procedure, requests))...)
	}
	finding.Sort(found)
	return found
}

// stranded warns of requests that nobody can take onward by a procedure. One that it
// cannot follow is not open by it.
func stranded(p *procedure.Procedure, requests []*procedure.Request) []finding.Finding {
	var cases []procedure.Case
	for _, r := range requests {
		if c, err := p.Fold(r); err == nil {
			cases = append(cases, c)
		}
	}
	var found []finding.Finding
	for _, s := range p.Stranded(cases) {
		found = append(found, finding.Finding{
			Rule: "W_NO_HOLDER", Pointer: "/people", Severity: finding.Warning, Message: s.Why,
			Hint: finding.Say("enrol who is missing with \"sc person add\", or end the request"),
		})
	}
	return found
}

// lookUp finds places in a file.
func lookUp(files fs.FS, file string) func(pointer string) finding.Place {
	return func(pointer string) finding.Place {
		start, _ := region(files, file, pointer)
		return start
	}
}

// region finds where a value stands by reading its file again: few files have a
// finding that needs it, and to keep all of them would cost more.
func region(files fs.FS, file, pointer string) (start, end finding.Place) {
	data, err := Read(files, file)
	if err != nil {
		return start, end
	}
	doc, _ := document.Parse(file, data)
	if doc == nil {
		return start, end
	}
	return doc.Region(pointer, part(pointer))
}

// part is what a finding points at: of the whole document its beginning.
func part(pointer string) document.Part {
	if pointer == "" {
		return document.Head
	}
	return document.Content
}

// besides leaves out what is about a value that has a fault already.
func besides(found, own []finding.Finding) []finding.Finding {
	return slices.DeleteFunc(own, func(f finding.Finding) bool {
		return slices.ContainsFunc(found, func(g finding.Finding) bool { return g.Pointer == f.Pointer && g.Severity == finding.Error })
	})
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
	key := c.memory.keyOf(string(s.Kind), schema.Digest(), data)
	if text, clean := c.memory.recall(key); clean {
		var known row
		if json.Unmarshal(text, &known) == nil {
			return result{row: &known}
		}
	}
	doc, found := c.schemas.Read(s.File, data, s.Kind)
	if doc == nil {
		return result{found: found}
	}
	row, own := rowOf(doc, s)
	found = append(found, besides(found, own)...)
	if text, err := json.Marshal(row); err == nil && len(found) == 0 && row != nil {
		c.memory.keep(key, text)
	}
	return result{found, row}
}
