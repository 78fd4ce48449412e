package cli

import (
	"context"
	"io/fs"
	"time"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/audit"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
)

// newRepair puts a ledger back that was changed by hand.
func newRepair(a *app) *cobra.Command {
	var reason string
	c := a.writing(&cobra.Command{
		Use:         "repair [-m REASON]",
		Annotations: asking(),
		Short:       a.say.T("Put the ledger back after commits that were not by the procedure"),
		Long: a.say.T("After a wrong click (a record edited by hand and pushed, a merge that changed one) whoever may amend puts the ledger back to what the sound entries left, in one signed entry that names the commits which were not by the procedure, and why they are there. From then on \"sc verify\" reports them as W_REPAIRED. History is not rewritten: what is taken out stays in the commits that brought it.") + "\n\n" +
			a.say.T("Where nobody else has these commits yet, taking them back is better; the command says how, and goes on with --yes only."),
		Example: "  sc repair -n\n  sc repair -m \"…\"",
	})
	c.Flags().StringVarP(&reason, "message", "m", "", a.say.T("the reason"))
	return a.runs(c, arity{0, 0}, func(ctx context.Context, _ []string) error { return a.repair(ctx, reason) })
}

func (a *app) repair(ctx context.Context, reason string) error {
	w, err := a.wreck(ctx)
	if err != nil {
		return err
	}
	w.reason = reason
	done, err := a.landOn(ctx, &w.desk, w.open, func(s *session) (*proposal, error) { return w.mend(ctx, s) })
	if err != nil {
		return err
	}
	return a.receipts(done)
}

// wreck is a ledger that may have to be put back.
type wreck struct {
	desk    // repository, root, branch and tip; its files are not read
	trusted *trusted
	report  *audit.Report // about the tip
	reason  string
}

// wreck finds the ledger: by the procedure of the tip, or where that says nothing
// any more, by the history.
func (a *app) wreck(ctx context.Context) (*wreck, error) {
	repo, err := a.repository(ctx)
	if err != nil {
		return nil, err
	}
	t, err := a.trusted(repo, &verifyOptions{})
	if err != nil {
		return nil, err
	}
	t.whole = true
	s, err := a.subject(ctx, repo, &verifyOptions{})
	if err != nil {
		return nil, err
	}
	w := &wreck{desk: desk{app: a, repo: repo, objects: repo.Reader(), root: s.Root, ref: s.Ref, tip: s.Tip}, trusted: t}
	if err := w.judge(ctx); err != nil {
		return nil, err
	}
	if former, err := formerRoot(ctx, repo, w.tip); w.report.Ledger == "" && err == nil && former != "" && former != w.root {
		w.root = former
		if err := w.judge(ctx); err != nil {
			return nil, err
		}
	}
	if w.report.Procedure == nil {
		return nil, w.baseless()
	}
	return w, w.onBranch(ctx)
}

// baseless is the fault about a history without a sound beginning, or with one that
// cannot be read here.
func (w *wreck) baseless() error {
	why := finding.Say("no commit of this branch has a procedure in %s", w.root)
	if all := w.unmended(); len(all) > 0 {
		why = all[0].Message
	}
	return fault(finding.Say("there is nothing to go back to: %s", why), finding.Say("\"sc verify\" shows what is wrong"))
}

// onBranch goes to the ledger branch, where another one is checked out.
func (w *wreck) onBranch(ctx context.Context) error {
	branch := w.report.Procedure.Ledger.Branch
	if w.ref == "refs/heads/"+branch {
		return nil
	}
	w.ref = "refs/heads/" + branch
	tip, there, err := w.repo.Ref(w.ref)
	if err == nil && !there {
		err = fault(finding.Say("the ledger branch %s is not in this repository", branch), finding.Say("fetch it: git remote set-branches --add origin %s, git fetch origin, git switch %s", branch, branch))
	}
	if err != nil {
		return err
	}
	w.tip = tip
	return w.judge(ctx)
}

func (w *wreck) judge(ctx context.Context) error {
	var err error
	w.report, err = judgeAt(ctx, w.repo, audit.Subject{Tip: w.tip, Ref: w.ref, Root: w.root}, w.trusted)
	return err
}

// open opens the sound state for writing: the tip with the ledger that sound entries
// left.
func (w *wreck) open(ctx context.Context, tip ledger.ID) (*session, error) {
	if tip != w.tip {
		w.tip = tip
		if err := w.judge(ctx); err != nil {
			return nil, err
		}
	}
	d, err := w.sound()
	if err != nil {
		return nil, err
	}
	h, err := d.hand(ctx)
	if err != nil {
		return nil, err
	}
	s := &session{desk: d, hand: h, when: d.now(), last: w.report.Last.Digest, id: w.report.Ledger}
	s.stamp = procedure.Stamp{At: s.when.Format(time.RFC3339), Entry: w.report.Last.Number + 1}
	return s, nil
}

// sound is the desk at the tip, with the ledger as sound entries left it.
func (w *wreck) sound() (*desk, error) {
	store := w.repo.Objects() // what is put there is never written
	tree, err := ledger.SoundTree(store, w.tip, w.root, w.report.Sound)
	objects := ledger.NewReader(store)
	if err == nil {
		_, err = objects.State(tree, w.root)
	}
	if err != nil {
		return nil, &finding.Fault{
			Message: finding.Say("what lies beside the ledger is in its way: %s", problem(err)),
			Hint:    finding.Say("put that right first, in an ordinary commit; then try again"), Cause: err,
		}
	}
	top, err := objects.FS(tree)
	if err != nil {
		return nil, err
	}
	files, err := fs.Sub(top, w.root)
	if err != nil {
		return nil, err
	}
	d := w.desk
	d.objects, d.files, d.books, d.rules = objects, files, records.Open(files), w.report.Procedure
	return &d, nil
}
