package cli

import (
	"context"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/audit"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
)

// takeBack advises against a repair where something better can be done: where a merge
// dropped entries, to bring these back; where nobody else has the commits yet, to take
// them back. Off a terminal that is a refusal. With --yes only what would be lost is
// said. What the upstream does not have is never handed to it.
func (w *wreck) takeBack(ctx context.Context, p *proposal) error {
	a := w.app
	no, err := w.dropping(ctx)
	if err == nil && no == nil {
		if no, err = w.unshared(ctx); err == nil && no != nil && !a.flags.dryRun {
			return no
		}
	}
	if err == nil && no == nil && !a.flags.yes {
		no, err = w.better(ctx)
	}
	if err != nil || no == nil {
		return err
	}
	if !a.asks() && !a.flags.dryRun && !a.flags.yes {
		return no
	}
	p.remarks = append(p.remarks, a.say.T("warning: %s", a.say.Say(no.Message)), a.say.T("hint: %s", a.say.Say(no.Hint)))
	return nil
}

// dropping is the advice where a merge dropped entries; nil where none did.
func (w *wreck) dropping(ctx context.Context) (*procedure.Refusal, error) {
	for _, o := range w.report.Offences {
		if lost, err := w.lost(ctx, o); err != nil || !lost.IsZero() {
			return w.bringBack(o, lost), err
		}
	}
	return nil, nil
}

// unshared is the refusal to hand commits to the upstream that it does not have, where
// they can be taken back; nil where there is none, or it has them.
func (w *wreck) unshared(ctx context.Context) (*procedure.Refusal, error) {
	up, ok, err := w.repo.Upstream(ctx, w.ref)
	if err != nil || !ok {
		return nil, err
	}
	if can, err := w.canTakeBack(ctx); err != nil || !can {
		return nil, err
	}
	first := w.report.Offences[0]
	no := &procedure.Refusal{Code: "E_STATE", Subject: procedure.ActionRepair}
	no.Message = finding.Say("%s does not have commit %s yet, and a repair would hand it to everybody", up, short(first.Commit.String()))
	no.Hint = finding.Say("take it back: git reset --keep %s", short(first.Lead.String()))
	behind, err := w.behind(ctx, first.Lead)
	if behind != "" {
		no.Hint = finding.Say("take it back: git reset --keep %s, then bring back the drafts committed after it: git cherry-pick %s", short(first.Lead.String()), behind)
	}
	return no, err
}

// canTakeBack reports whether nobody else is known to have the commits, and no entry
// is built on them.
func (w *wreck) canTakeBack(ctx context.Context) (bool, error) {
	first := w.report.Offences[0]
	shared, err := w.passedOn(ctx, first.Commit)
	return err == nil && !shared && first.After >= w.report.Last.Number && !first.Lead.IsZero(), err
}

// better is the advice to take the commits back; nil where that is too late.
func (w *wreck) better(ctx context.Context) (*procedure.Refusal, error) {
	if can, err := w.canTakeBack(ctx); err != nil || !can {
		return nil, err
	}
	first := w.report.Offences[0]
	no := &procedure.Refusal{Code: "E_STATE", Subject: procedure.ActionRepair}
	no.Message = finding.Say("no other repository is known to have commit %s, so it can still be taken back", short(first.Commit.String()))
	no.Hint = finding.Say("git reset --keep %s; if others have it all the same: sc repair --yes -m REASON", short(first.Lead.String()))
	behind, err := w.behind(ctx, first.Lead)
	if behind != "" {
		no.Hint = finding.Say("git reset --keep %s, then bring back the drafts committed after it: git cherry-pick %s; if others have it all the same: sc repair --yes -m REASON", short(first.Lead.String()), behind)
	}
	return no, err
}

// behind names the commits after one that are by the procedure: what taking that one
// back would lose.
func (w *wreck) behind(ctx context.Context, lead ledger.ID) (string, error) {
	out, err := w.repo.Run(ctx, "rev-list", "--reverse", "--topo-order", "--no-merges", lead.String()+".."+w.tip.String())
	if err != nil {
		return "", err
	}
	var kept []string
	for _, id := range strings.Fields(string(out)) {
		if !slices.ContainsFunc(w.report.Offences, func(o audit.Offence) bool { return o.Commit.String() == id }) {
			kept = append(kept, short(id))
		}
	}
	return strings.Join(kept, " "), nil
}

// bringBack is the advice about a merge that dropped entries. A merge that begins
// from them leads to them again, and others can fast-forward to it.
func (w *wreck) bringBack(o audit.Offence, lost ledger.ID) *procedure.Refusal {
	no := &procedure.Refusal{Code: "E_STATE", Subject: procedure.ActionRepair}
	no.Message = finding.Say("the merge %s dropped what the ledger of %s has, and a repair does not bring it back", short(o.Commit.String()), short(lost.String()))
	no.Hint = finding.Say("go on from there: git reset --keep %s, then: git merge -s ours %s; to leave it out for ever: sc repair --yes -m REASON", short(lost.String()), short(w.tip.String()))
	return no
}

// lost is the parent of a merge whose sound entries the merge left out; zero where
// there is none, be it that what it left out was not by the procedure either.
func (w *wreck) lost(ctx context.Context, o audit.Offence) (ledger.ID, error) {
	for _, parent := range o.Dropped {
		more, err := w.report.Brings(ctx, audit.Subject{Tip: parent, Root: w.root, Readers: w.repo.Reader}, o.After)
		if err != nil {
			return ledger.ID{}, err
		}
		if more {
			return parent, nil
		}
	}
	return ledger.ID{}, nil
}

// passedOn reports whether another repository is known to have a commit.
func (w *wreck) passedOn(ctx context.Context, commit ledger.ID) (bool, error) {
	out, err := w.repo.Run(ctx, "for-each-ref", "--contains", commit.String(), "--count=1", "refs/remotes")
	return len(out) > 0, err
}
