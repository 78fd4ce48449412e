package audit

import (
	"context"

	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
)

// entriesNewest is how many entries Newest judges: few, for every command pays for it,
// and enough, for every command looks.
const entriesNewest = 3

// Newest judges the newest entries of a history by what the one before them left, for
// whoever is about to build on its tip: it costs the same however long the history is.
// It gives what is wrong with them, the oldest first. Nothing found does not mean that
// the history is good, which only Verify can tell; what it finds, Verify finds too.
func Newest(ctx context.Context, s Subject) ([]Violation, error) {
	return newest(ctx, s, entriesNewest)
}

func newest(ctx context.Context, s Subject, entries int) ([]Violation, error) {
	from := newestStand(ctx, s, entries)
	report := &Report{Root: s.Root, Ref: s.Ref, Last: Mark{Number: -1}}
	if from.Ground != nil {
		report = from.report(s)
	}
	objects := s.Readers()
	links, err := walk(ctx, objects, s, report)
	if err != nil || len(report.Violations) > 0 {
		return nil, err // what cannot be read is for Verify to tell
	}
	r := newReplay(objects, s.Root, report)
	if from.Ground != nil {
		r.newest, r.before = true, newPast(ctx, s, from.Commit)
		defer r.before.stop()
		if r.resume(from.Ground) != nil {
			return nil, ctx.Err()
		}
		r.entitled(from)
	}
	err = r.chain(ctx, s, links)
	return r.blamed(), err
}

// blamed are the violations of commits that no repair names.
func (r *replay) blamed() []Violation {
	var found []Violation
	for _, v := range r.report.Violations {
		if !v.Warning() && mendable(v.Code) {
			found = append(found, v)
		}
	}
	return found
}

// stand is the entry that Newest goes on from.
type stand struct {
	*Ground // nil: the history is judged from its beginning
	link    ledger.Link
	entry   *ledger.Entry
}

// settles reports whether only the whole history can judge it.
func (s stand) settles() bool {
	return s.entry.Trailers.Action == procedure.ActionRuling || s.entry.Trailers.Action == procedure.ActionRepair
}

// newestStand walks back to the entry to go on from: the one before the newest, or a
// newer one that only the whole history can judge.
func newestStand(ctx context.Context, s Subject, entries int) stand {
	count := 0
	for l, err := range s.Readers().Chain(ctx, s.Tip, s.Root) {
		if err != nil {
			break
		}
		if !l.Entry {
			continue
		}
		if e, err := ledger.ParseEntry(l.Raw); err == nil {
			at := stand{groundOf(l, e, s.Root), l, e}
			if at.settles() || count >= entries {
				return at
			}
		}
		count++
	}
	return stand{}
}

func groundOf(l ledger.Link, e *ledger.Entry, root string) *Ground {
	g := &Ground{
		Mark:  Mark{e.Trailers.Entry, ledger.DigestOf(l.Raw), l.ID},
		Rules: judgedBy, At: e.By.When, Root: root, Ledger: e.Trailers.Ledger, Unsought: true,
	}
	if g.Number == 0 {
		g.Ledger = g.Digest
	}
	return g
}

// entitled judges of a ruling or a repair what can be told without the whole history:
// who signed it, and that they may amend. Neither changes the procedure.
func (r *replay) entitled(s stand) {
	if !s.settles() {
		return
	}
	j := &judgement{replay: r, reading: &reading{link: s.link, entry: s.entry}}
	j.who = procedure.Actor{Person: procedure.PersonID(s.entry.Trailers.Actor), Role: procedure.RoleID(s.entry.Trailers.Role)}
	j.signature()
	if j.signer(r.rules) {
		j.refusals("", r.rules.JudgeRepair(j.who))
	}
	r.publishFaults(j.reading)
}
