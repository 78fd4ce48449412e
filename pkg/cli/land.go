package cli

import (
	"context"
	"errors"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
)

// proposal is an entry that a command wants to write: its action and the files
// it changes, by their path from the catalogue folder.
type proposal struct {
	action  string
	role    procedure.RoleID
	subject string
	body    string
	records map[string][]byte
	before  map[string][]byte    // what stands in their place now, where a difference says more than the whole
	drafts  map[string][]byte    // services; only propose has them
	sound   map[string]ledger.ID // the files of the ledger that a repair puts back; nil in any other entry
	outcome []receipt
	remarks []string // what a person should know before it lands
	ask     string   // what to ask before it lands; empty where it can be taken back

	version  *procedure.Manifest // that the entry publishes; nil in any other
	approves []byte              // the text of the procedure that it approves; nil in any other entry
	next     []finding.Sentence  // who comes next once it has landed
}

// compose works out what to write from the catalogue as it stands.
type compose func(s *session) (*proposal, error)

// land writes one entry: composed on the newest state, signed, landed; begun
// again where somebody else was first.
func (a *app) land(ctx context.Context, c compose) ([]receipt, error) {
	d, err := a.open(ctx)
	if err != nil {
		return nil, a.broken(ctx, err)
	}
	return a.landOn(ctx, d, d.session, c)
}

// landOn writes one entry on the branch of a desk.
func (a *app) landOn(ctx context.Context, d *desk, open sessions, c compose) ([]receipt, error) {
	if a.flags.dryRun {
		return a.dryRun(ctx, d.tip, open, c)
	}
	if _, err := a.recover(ctx, d.repo); err != nil {
		return nil, err
	}
	w := &writing{desk: d, open: open, compose: c}
	var err error
	if w.share, err = d.sharing(ctx); err != nil {
		return nil, err
	}
	return w.run(ctx)
}

// writing is one entry on its way: begun anew for as long as others are first.
type writing struct {
	*desk
	share   *share
	open    sessions
	compose compose
	decided decision // what was composed last

	done []receipt
	tags map[string]ledger.ID // of the version that the entry publishes
}

func (w *writing) run(ctx context.Context) ([]receipt, error) {
	var commit ledger.ID
	err := w.repo.Append(ctx, w.ref, func(ctx context.Context, tip ledger.ID) (ledger.Landing, error) {
		l, err := w.build(ctx, tip)
		commit = l.New
		return l, err
	})
	if err = w.app.away(err); err == nil {
		err = w.keep(context.WithoutCancel(ctx), commit)
	}
	return w.done, err
}

// away tells of a landing that others have, and this clone could not take in.
func (a *app) away(err error) error {
	away, ok := errors.AsType[*ledger.NotHere](err)
	if !ok {
		return err
	}
	if errors.Is(away.Cause, ledger.ErrMoved) {
		a.warn("others have it; here somebody else wrote to the branch at the same time")
		a.hint(a.say.T("take it in: sc sync"))
		return nil
	}
	a.warn("others have it, but it could not be laid into this work tree: %s", finding.Problem(away.Cause))
	if f, ok := errors.AsType[*finding.Fault](away.Cause); ok && f.Hint.Format != "" {
		a.hint(a.say.Say(f.Hint))
		a.hint(a.say.T("take it in: sc sync"))
		return nil
	}
	a.hint(a.say.T("commit or take back what you changed, then: sc sync"))
	return nil
}

// build works out the entry that lands over the branch's tip.
func (w *writing) build(ctx context.Context, tip ledger.ID) (ledger.Landing, error) {
	g, err := w.share.ground(ctx, tip)
	if err != nil {
		return ledger.Landing{}, err
	}
	s, p, err := w.decide(ctx, g)
	if err != nil {
		return ledger.Landing{}, err
	}
	w.app.remark(p.remarks)
	if err := w.app.confirm(ctx, p.ask); err != nil {
		return ledger.Landing{}, err
	}
	l, err := s.write(ctx, p)
	if err != nil {
		return l, err
	}
	if w.tags, err = s.seal(ctx, p, l.New); err != nil {
		return l, err
	}
	l.Old, l.Share = g.tip, w.share.over(l, w.tags)
	w.done, w.app.next = p.receipts(s.stamp.Entry, l.New.String()), p.next
	for i := range w.done {
		w.done[i].Pushed, w.done[i].Provisional = w.share.active(), w.share.provisional(w.done[i].ID)
		w.done[i].waits, w.done[i].branch = w.share.waiting(), w.share.unfollowing()
	}
	return l, nil
}

// decision is an entry as it was composed in a session.
type decision struct {
	session  *session
	proposal *proposal
}

// decide composes the entry on what is there now.
func (w *writing) decide(ctx context.Context, g ground) (*session, *proposal, error) {
	if s, ok := w.decided.still(ctx, g.base); ok {
		return s, w.decided.proposal, w.share.unchanged(s, w.decided.proposal)
	}
	s, err := w.open(ctx, g.base)
	if err != nil {
		return nil, nil, err
	}
	p, err := w.compose(s)
	if err == nil {
		err = w.share.unchanged(s, p)
	} else {
		err = w.share.second(s, err)
	}
	if err != nil {
		// Whoever is refused because of what others did sees that by looking again.
		return nil, nil, errors.Join(err, w.share.catchUp(ctx, g))
	}
	w.decided = decision{s, p}
	return s, p, nil
}

// still is the session of a decision that holds at another tip too: what came since are
// ordinary commits that leave ledger and services as they were. To look no further
// gives an entry its turn beside somebody who commits without a pause.
func (d decision) still(ctx context.Context, tip ledger.ID) (*session, bool) {
	if d.session == nil || !d.session.leadsTo(ctx, tip) {
		return nil, false
	}
	at, s := *d.session.desk, *d.session
	at.tip, s.desk = tip, &at
	return &s, true
}

// leadsTo reports whether only such commits lie between the desk's tip and another one.
func (d *desk) leadsTo(ctx context.Context, tip ledger.ID) bool {
	reader := d.repo.Reader() // what has come since is in no pack that was opened before
	passed := 0
	for link, err := range reader.Chain(ctx, tip, d.root) {
		switch {
		case err != nil || link.Entry || link.Breach != nil || passed == nearCommits:
			return false
		case link.ID == d.tip:
			return d.sameServices(reader, tip)
		case len(link.Parents) != 1:
			return false
		}
		passed++
	}
	return false
}

// nearCommits is how far leadsTo looks back: to look anew is no dearer then.
const nearCommits = 100

// sameServices reports whether the services at another tip are those of the desk's.
func (d *desk) sameServices(reader *ledger.Reader, tip ledger.ID) bool {
	before, err1 := d.services(reader, d.tip)
	now, err2 := d.services(reader, tip)
	return err1 == nil && err2 == nil && before == now
}

// keep makes what refers to a landed entry: its version's tag, and while it waits to
// be shared, what keeps it whatever becomes of the branch.
func (w *writing) keep(ctx context.Context, commit ledger.ID) error {
	for name, id := range w.tags {
		if err := w.repo.CreateTag(ctx, name, id); err != nil {
			return unfinished(w.done[0], err)
		}
		w.app.note(w.app.say.T("signed the tag %s", name))
	}
	if w.share.waiting() {
		return w.repo.KeepWaiting(ctx, commit)
	}
	return w.share.settle(ctx)
}

// recover finishes what a killed command left behind, and says whether it left
// anything.
func (a *app) recover(ctx context.Context, repo *ledger.Repository) (left bool, err error) {
	said, err := repo.Recover(ctx)
	left = err == nil && !said.Text.IsZero()
	if left {
		a.note(a.say.Say(said.Text))
	}
	return left, err
}
