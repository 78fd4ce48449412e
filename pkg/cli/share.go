package cli

import (
	"context"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
)

// share is how what a command writes reaches the other repository that the ledger
// branch follows: it is built on what that has, and handed over before anything is
// moved here. So whoever is first there is first.
type share struct {
	app     *app
	desk    *desk                // as the person saw the catalogue when they decided
	up      ledger.Upstream      // zero Remote: the branch follows nothing
	offline bool                 // what is written waits here
	theirs  ledger.ID            // the upstream's tip when it was last fetched
	decided map[string]ledger.ID // the records that the step is taken on, by path: what they were when it was decided
	along   bool                 // entries or drafts that waited here go along
	lost    int                  // how often somebody else was first there
	held    int                  // how often, one after the other, a lock was there
	begun   int                  // how often it was begun
	missed  bool                 // it was said that others have the branch no more
}

// sharing finds out whom a desk's ledger is shared with.
func (d *desk) sharing(ctx context.Context) (*share, error) {
	offline, err := settledOffline(d.repo)
	if err != nil {
		return nil, err
	}
	if _, err := d.app.patience(); err != nil {
		return nil, err
	}
	s := &share{app: d.app, desk: d, offline: d.app.flags.offline || offline}
	up, ok, err := d.repo.Upstream(ctx, d.ref)
	if ok {
		s.up = up
	}
	return s, err
}

// active reports whether what is written is shared at once.
func (s *share) active() bool { return s != nil && s.up.Remote != "" && !s.offline }

// waiting reports whether what is written waits here until it is shared.
func (s *share) waiting() bool { return s.up.Remote != "" && s.offline }

// unfollowing is the branch, where it follows none though other repositories are known:
// what is written stays here, and whoever writes may not know.
func (s *share) unfollowing() string {
	if s.up.Remote != "" || s.offline || !s.desk.repo.Remotes() {
		return ""
	}
	return s.desk.branch()
}

// provisional reports whether a requirement may get another number yet: it waits here
// and others have not seen it.
func (s *share) provisional(id string) bool {
	for _, k := range everRenumbered() {
		if _, _, ok := k.Parse(id); ok && s.waiting() {
			return !s.desk.othersHave(k.Path(id))
		}
	}
	return false
}

// othersHave reports whether the upstream had a file of the ledger when it was last
// fetched.
func (d *desk) othersHave(name string) bool {
	tracking, ok := d.repo.Tracking(d.ref)
	if !ok {
		return false
	}
	theirs, there, err := d.repo.Ref(tracking)
	if err != nil || !there {
		return false
	}
	at := *d
	at.tip = theirs
	blob, err := at.blob(name)
	return err == nil && !blob.IsZero()
}

// ground is what an entry is built on, and the branch's tip here that it lands over.
type ground struct{ base, tip ledger.ID }

// ground fetches, and finds the newest of what is here and there, where one leads to
// the other.
func (s *share) ground(ctx context.Context, tip ledger.ID) (ground, error) {
	here := ground{tip, tip}
	if err := s.wait(ctx); err != nil || !s.active() {
		return here, err
	}
	var err error
	if err = s.fetch(ctx); err != nil {
		return here, err
	}
	if s.theirs.IsZero() {
		s.along = true // nothing is there yet: all of it goes
		return here, nil
	}
	ahead, behind, err := s.desk.repo.Distance(ctx, tip, s.theirs)
	switch {
	case err != nil:
		return here, err
	case ahead > 0 && behind > 0:
		return here, s.parted(ctx, tip)
	case ahead > 0:
		s.along = true
		return here, s.goAlong(ctx, tip)
	case behind > 0:
		return s.lay(ctx, tip)
	}
	return here, nil
}

// lay brings the work tree up to what others have shared, where drafts are among it:
// what is compared with the work tree must be what that came from. All else comes in
// with the entry.
func (s *share) lay(ctx context.Context, tip ledger.ID) (ground, error) {
	apart := ground{s.theirs, tip}
	reader := s.desk.repo.Reader()
	here, err := s.desk.services(reader, tip)
	if err != nil {
		return apart, err
	}
	there, err := s.desk.services(reader, s.theirs)
	if err != nil || here == there {
		return apart, err
	}
	return ground{s.theirs, s.theirs}, s.catchUp(ctx, apart)
}

// services is the folder of the services at a commit.
func (d *desk) services(reader *ledger.Reader, commit ledger.ID) (ledger.ID, error) {
	tree, _, err := reader.Links(commit)
	if err != nil {
		return ledger.ID{}, err
	}
	folder, err := reader.Find(tree, d.under("services"))
	return folder.ID, err
}

// catchUp moves the branch here to what others have shared.
func (s *share) catchUp(ctx context.Context, g ground) error {
	if g.base == g.tip {
		return nil
	}
	return s.desk.repo.Land(ctx, ledger.Landing{Ref: s.desk.ref, Old: g.tip, New: g.base})
}

// parted is the fault about a branch that has what others lack, and lacks what they
// have. A branch that has moved since it was looked at may not have parted at all.
func (s *share) parted(ctx context.Context, tip ledger.ID) error {
	if err := s.desk.repo.Unmoved(s.desk.ref, tip); err != nil {
		return err
	}
	waits, err := s.waits(ctx, tip)
	if err != nil {
		return err
	}
	message := finding.Say("your %s and %s have parted: each has what the other lacks", s.desk.branch(), s.up)
	if waits {
		return fault(message, finding.Say("\"sc sync\" puts the entries that wait here behind those of the others"))
	}
	return fault(message, finding.Say("only drafts wait here: git pull --no-rebase joins them"))
}

// waits reports whether entries wait here that the upstream does not have.
func (s *share) waits(ctx context.Context, tip ledger.ID) (bool, error) {
	shared, err := s.desk.repo.MergeBase(ctx, tip, s.theirs)
	if err != nil || shared.IsZero() {
		return true, err
	}
	same, err := s.desk.sameLedger(tip, shared)
	return !same, err
}

// sameLedger reports whether two commits hold the same ledger.
func (d *desk) sameLedger(a, b ledger.ID) (bool, error) {
	reader := d.repo.Reader()
	var states [2]ledger.State
	for i, id := range []ledger.ID{a, b} {
		if id.IsZero() {
			continue // before the first commit there is no ledger
		}
		tree, _, err := reader.Links(id)
		if err != nil {
			return false, err
		}
		if states[i], err = reader.State(tree, d.root); err != nil {
			return false, err
		}
	}
	return states[0] == states[1], nil
}

// openShared lays the catalogue open with what others have shared taken in, for what
// is written in an ordinary commit.
func (a *app) openShared(ctx context.Context) (*desk, error) {
	d, err := a.open(ctx)
	if err != nil || a.flags.dryRun {
		return d, err
	}
	if left, err := a.recover(ctx, d.repo); err != nil {
		return nil, err
	} else if left {
		if d, err = a.openIn(ctx, d.repo); err != nil {
			return nil, err
		}
	}
	s, err := d.sharing(ctx)
	if err != nil {
		return nil, err
	}
	if d, err = a.upToDate(ctx, d, s); err == nil {
		d.share = s
	}
	return d, err
}

// beaten reports whether somebody else was first at least once.
func (s *share) beaten() bool { return s != nil && s.lost > 0 }

// upToDate is a desk with what others have shared taken in.
func (a *app) upToDate(ctx context.Context, d *desk, s *share) (*desk, error) {
	g, err := s.ground(ctx, d.tip)
	if err != nil || !s.active() {
		return d, err
	}
	if err := s.catchUp(ctx, g); err != nil {
		return nil, err
	}
	return d.onTip(g.base)
}
