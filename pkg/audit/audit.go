// Package audit judges the whole history of a ledger: each entry by the sound
// procedure before it (docs/format.md). It reads raw objects through package
// ledger, believes nothing that is not signed by somebody entitled at that
// place, and reports every violation with a stable code. It never writes.
package audit

import (
	"context"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
)

// Subject is what to verify.
type Subject struct {
	Tip     ledger.ID             // the newest commit of the ledger branch
	Ref     string                // the branch's full name
	Root    string                // the catalogue folder, "." for the top of the tree
	Tags    []Tag                 // all tags of the repository
	Readers func() *ledger.Reader // a reader of its objects, one a goroutine
	Pin     ledger.Digest         // the ledger id the reader trusts; empty: whatever is found

	Judged func(commits, of int) // is told how far the judging has come; may be nil
}

// Verify judges the whole history behind a tip. Its error is about the world (a
// repository that cannot be read, an end of ctx); what is wrong with the history
// stands in the report.
func Verify(ctx context.Context, s Subject) (*Report, error) {
	report := &Report{Root: s.Root, Ref: s.Ref, Last: Mark{Number: -1}}
	objects := s.Readers()
	r := newReplay(objects, s.Root, report)
	links, err := walk(ctx, objects, s, report)
	if err != nil || len(report.Violations) > 0 {
		return report, err // without its beginning nothing behind it can be judged
	}
	if err := r.chain(ctx, s, links); err != nil {
		return nil, err
	}
	if r.gap {
		r.damage.close(report.Violations)
		report.Ledger, report.Last = "", Mark{Number: -1} // it proves nothing
		return report, nil
	}
	report.Offences, report.Sound = r.offences, r.changed
	r.disputed()
	r.trust(s)
	r.versionTags(objects, s.Tags)
	r.standing()
	report.Ground.Bound, report.Ground.Versions = r.boundIDs(), report.Versions
	return report, nil
}

// draft notes what is odd about a commit that is no entry.
func (r *replay) draft(l link) {
	if l.Breach != nil {
		e := &reading{link: l.Link}
		e.form(l.Breach)
		if l.Breach.Code == "E_MERGE" {
			e.faults[0].about(r.merged(l.Link))
		}
		r.publishFaults(e)
	}
	if l.lookalike {
		r.atCommit(l.Link, "W_LOOKALIKE", finding.Say("it has the trailers of an entry but changes no record; it is a draft like any other"))
	}
}

// atCommit notes what is about a commit that is no entry.
func (r *replay) atCommit(l ledger.Link, code string, m finding.Sentence) {
	r.report.add(code, Mark{Number: -1, Commit: l.ID}, m)
}

// trust compares what was found with what the reader trusts.
func (r *replay) trust(s Subject) {
	report := r.report
	switch {
	case report.Procedure == nil && len(report.Violations) == 0:
		report.whole("E_PROCEDURE_MISSING", finding.Say("no commit of this branch has a procedure in %s", s.Root))
	case s.Pin != "" && report.Ledger != s.Pin:
		report.add("E_LEDGER", Mark{}, otherLedger(report.Ledger, s.Pin))
	case report.Procedure != nil && s.Ref != "" && s.Ref != report.Procedure.Ledger.Ref():
		report.whole("E_REF", finding.Say("the ledger's branch is %s, not %s", report.Procedure.Ledger.Branch, s.Ref))
	}
}

func otherLedger(found, pin ledger.Digest) finding.Sentence {
	if found == "" {
		return finding.Say("there is no sound first entry here: it cannot be the pinned ledger %s", string(pin))
	}
	return finding.Say("this is the ledger %s, not the pinned %s", string(found), string(pin))
}

// standing are warnings about the procedure now in force.
func (r *replay) standing() {
	p := r.report.Procedure
	if p == nil {
		return
	}
	for _, f := range p.Check() {
		if f.Severity == finding.Warning {
			r.report.rules(f.Rule, f.Message)
		}
	}
	for _, id := range p.Persons() {
		for _, k := range p.People[id].Keys {
			if k.Proof == "" && k.Key != r.founder {
				r.report.rules("W_KEY_UNPROVEN", finding.Say("a key of %s came without a proof that they hold it", string(id)))
			}
		}
	}
	r.stranded(p)
	r.emergencies(p)
	if r.meetings > 0 {
		r.report.whole("W_ATTESTED", finding.Say("attendance and votes in %s meetings are what their recorders signed, not signatures of the voters", r.meetings))
	}
}
