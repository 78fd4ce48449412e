package audit

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/validator"
)

// Subject is what to verify.
type Subject struct {
	Tip     ledger.ID             // the newest commit of the ledger branch
	Ref     string                // the branch's full name
	Root    string                // the catalogue folder, "." for the top of the tree
	Tags    []Tag                 // all tags of the repository
	Readers func() *ledger.Reader // a reader of its objects, one a goroutine
	Pin     ledger.Digest         // the ledger id the reader trusts; empty: whatever is found
}

// Verify judges the whole history behind a tip. Its error is about the world (a
// repository that cannot be read, an end of ctx); what is wrong with the history
// stands in the report.
func Verify(ctx context.Context, s Subject) (*Report, error) {
	report := &Report{Root: s.Root, Ref: s.Ref, Last: Mark{Number: -1}}
	r := newReplay(report)
	objects := s.Readers()
	r.services = newShelf(objects, s.Root).digests
	r.blob = func(id ledger.ID) ([]byte, error) { return objects.Blob(id, maxBlob) }
	links, err := walk(ctx, objects, s, report)
	if err != nil || len(report.Violations) > 0 {
		return report, err // without its beginning nothing behind it can be judged
	}
	readings := entries(links)
	if err := readAll(ctx, s, readings); err != nil {
		return nil, err
	}
	r.chain(links, readings)
	r.disputed()
	r.trust(s)
	r.versionTags(objects, s.Tags)
	r.standing()
	return report, nil
}

// walk is the chain from its first commit to the tip.
func walk(ctx context.Context, objects *ledger.Reader, s Subject, report *Report) ([]ledger.Link, error) {
	var links []ledger.Link
	for link, err := range objects.Chain(ctx, s.Tip, s.Root) {
		if ctx.Err() != nil {
			return nil, fmt.Errorf("walk the history: %w", ctx.Err())
		}
		if err != nil {
			e := &reading{link: link}
			e.form(err)
			if errors.Is(err, ledger.ErrMissing) {
				e.faults[0].Message = finding.Say("%s; if the history was cut off by a shallow clone: git fetch --unshallow", finding.Problem(err))
			}
			for _, v := range e.faults {
				v.Commit, v.Entry = link.ID, -1
				report.Violations = append(report.Violations, v)
			}
			break
		}
		links = append(links, link)
	}
	slices.Reverse(links)
	return links, nil
}

// entries are the links that change the ledger, by their place in the chain.
func entries(links []ledger.Link) map[int]*reading {
	readings := map[int]*reading{}
	for i, l := range links {
		if l.Entry {
			readings[i] = &reading{link: l}
			if i > 0 {
				readings[i].before = links[i-1].Tree
			}
		}
	}
	return readings
}

// readAll takes the entries apart, several at a time: neither a signature nor a
// record's text depends on what came before.
func readAll(ctx context.Context, s Subject, readings map[int]*reading) error {
	work := make(chan *reading)
	schemas := validator.New()
	var done sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		r := &reader{objects: s.Readers(), root: s.Root, schemas: schemas}
		done.Go(func() {
			for e := range work {
				r.read(e)
			}
		})
	}
	var err error
	for _, e := range readings {
		if err = ctx.Err(); err != nil {
			break
		}
		work <- e
	}
	close(work)
	done.Wait()
	return err
}

// chain replays the links from the first to the last.
func (r *replay) chain(links []ledger.Link, readings map[int]*reading) {
	states := map[ledger.State]bool{{}: true}
	for i, l := range links {
		for _, other := range l.Others {
			if !states[other] {
				r.atCommit(l, "E_MERGE", finding.Say("the merge drops or forks entries: one of its parents has a ledger that the chain never had"))
			}
		}
		states[l.State] = true
		if e := readings[i]; e != nil {
			r.judge(e)
			continue
		}
		r.report.Drafts++
		r.draft(l)
	}
}

// draft notes what is odd about a commit that is no entry.
func (r *replay) draft(l ledger.Link) {
	if l.Breach != nil {
		e := &reading{link: l}
		e.form(l.Breach)
		r.publishFaults(e)
	}
	if len(l.Parents) < 2 && lookalike(l.Raw) {
		r.atCommit(l, "W_LOOKALIKE", finding.Say("it has the trailers of an entry but changes no record; it is a draft like any other"))
	}
}

func (r *replay) atCommit(l ledger.Link, code string, m finding.Sentence) {
	r.report.Violations = append(r.report.Violations, Violation{Code: code, Entry: -1, Commit: l.ID, Message: m})
}

// trust compares what was found with what the reader trusts.
func (r *replay) trust(s Subject) {
	report := r.report
	switch {
	case report.Procedure == nil && len(report.Violations) == 0:
		report.Violations = append(report.Violations, Violation{Code: "E_PROCEDURE_MISSING", Entry: -1, Message: finding.Say("no commit of this branch has a procedure in %s", s.Root)})
	case s.Pin != "" && report.Ledger != s.Pin:
		report.Violations = append(report.Violations, Violation{Code: "E_LEDGER", Entry: 0, Message: finding.Say("this is the ledger %s, not the pinned %s", short(report.Ledger), short(s.Pin))})
	case report.Procedure != nil && s.Ref != "" && s.Ref != "refs/heads/"+report.Procedure.Ledger.Branch:
		report.Violations = append(report.Violations, Violation{Code: "E_REF", Entry: -1, Message: finding.Say("the ledger's branch is %s, not %s", report.Procedure.Ledger.Branch, s.Ref)})
	}
}

// standing are warnings about the procedure now in force.
func (r *replay) standing() {
	p := r.report.Procedure
	if p == nil {
		return
	}
	warn := func(code string, m finding.Sentence) {
		r.report.Violations = append(r.report.Violations, Violation{Code: code, Entry: -1, Path: "procedure.yaml", Message: m})
	}
	for _, f := range p.Check() {
		if f.Severity == finding.Warning {
			warn(f.Rule, f.Message)
		}
	}
	for _, id := range p.Persons() {
		for _, k := range p.People[id].Keys {
			if k.Proof == "" && k.Key != r.founder {
				warn("W_KEY_UNPROVEN", finding.Say("a key of %s came without a proof that they hold it", string(id)))
			}
		}
	}
	if r.meetings > 0 {
		r.report.Violations = append(r.report.Violations, Violation{Code: "W_ATTESTED", Entry: -1, Message: finding.Say("attendance and votes in %s meetings are what their recorders signed, not signatures of the voters", r.meetings)})
	}
}

// lookalike reports whether a commit's message has a line of an entry's trailers.
func lookalike(raw []byte) bool {
	_, message, _ := bytes.Cut(raw, []byte("\n\n"))
	return bytes.Contains(message, []byte("\nSC-Format: "))
}
