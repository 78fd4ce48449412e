package cli

import (
	"context"
	"encoding/binary"
	"errors"
	"maps"
	"strings"
	"time"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/records"
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
	lost    int                  // how often somebody else was first
}

// sharing finds out whom a desk's ledger is shared with.
func (d *desk) sharing(ctx context.Context) (*share, error) {
	setting, _ := d.repo.Config("sc.offline")
	s := &share{app: d.app, desk: d, offline: d.app.flags.offline || setting == "true"}
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

// ofVersion reports whether a tag has the form of a version's.
func (s *share) ofVersion(tag ledger.ID) bool {
	raw, err := s.desk.repo.Reader().Tag(tag)
	if err != nil {
		return false
	}
	_, err = ledger.ParseTag(raw)
	return err == nil
}

// provisional reports whether a requirement may get another number yet: it waits here
// and others have not seen it.
func (s *share) provisional(id string) bool {
	if _, _, request := records.Requests().Parse(id); !request || !s.waiting() {
		return false
	}
	theirs, there, err := s.desk.repo.Ref(s.up.Tracking)
	if err != nil || !there {
		return true
	}
	at := *s.desk
	at.tip = theirs
	blob, err := at.blob(records.Requests().Path(id))
	return err != nil || blob.IsZero()
}

// ground is what an entry is built on, and the branch's tip here that it lands over.
type ground struct{ base, tip ledger.ID }

// ground fetches, and finds the newest of what is here and there, where one leads to
// the other.
func (s *share) ground(ctx context.Context, tip ledger.ID) (ground, error) {
	here := ground{tip, tip}
	if !s.active() {
		return here, nil
	}
	if err := s.wait(ctx); err != nil {
		return here, err
	}
	var err error
	if s.theirs, err = s.desk.repo.Fetch(ctx, s.up); err != nil {
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
	here, err := s.services(reader, tip)
	if err != nil {
		return apart, err
	}
	there, err := s.services(reader, s.theirs)
	if err != nil || here == there {
		return apart, err
	}
	return ground{s.theirs, s.theirs}, s.catchUp(ctx, apart)
}

func (s *share) services(reader *ledger.Reader, commit ledger.ID) (ledger.ID, error) {
	tree, _, err := reader.Links(commit)
	if err != nil {
		return ledger.ID{}, err
	}
	folder, err := reader.Find(tree, s.desk.under("services"))
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
// have.
func (s *share) parted(ctx context.Context, tip ledger.ID) error {
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

// goAlong asks whether drafts that only this branch has may be shared with the
// entry; entries that wait here are meant to be.
func (s *share) goAlong(ctx context.Context, tip ledger.ID) error {
	waits, err := s.waits(ctx, tip)
	if err != nil || waits || s.app.flags.withDrafts {
		return err
	}
	out, err := s.desk.repo.Run(ctx, "diff", "--name-only", s.theirs.String(), tip.String())
	if err != nil {
		return err
	}
	files := strings.Split(strings.TrimSpace(string(out)), "\n")
	if !s.app.asks() {
		return fault(
			finding.Say("commits of drafts that %s does not have would be shared along with the entry: %s", s.up, some(files)),
			finding.Say("--with-drafts shares them too; or move them to a branch of their own"))
	}
	return s.app.confirm(ctx, s.app.say.T("share these drafts too, which %s does not have: %s?", s.up, some(files)))
}

// some names the first of many.
func some(names []string) string {
	const enough = 5
	if len(names) <= enough {
		return strings.Join(names, ", ")
	}
	return strings.Join(names[:enough], ", ") + ", …"
}

// over hands a landing over; tags go with it, and those of versions that waited.
func (s *share) over(l ledger.Landing, tags map[string]ledger.ID) func(context.Context) error {
	if !s.active() {
		return nil
	}
	return func(ctx context.Context) error {
		waiting, err := s.waitingTags(ctx, l.New)
		if err != nil {
			return err
		}
		maps.Copy(waiting, tags)
		return s.push(ctx, l.New, waiting)
	}
}

// waitingTags are the tags of versions that were published here and are not shared
// yet.
func (s *share) waitingTags(ctx context.Context, commit ledger.ID) (map[string]ledger.ID, error) {
	tags := map[string]ledger.ID{}
	if !s.along {
		return tags, nil
	}
	args := []string{"for-each-ref", "--format=%(refname:lstrip=2)", "--merged=" + commit.String()}
	if !s.theirs.IsZero() {
		args = append(args, "--no-merged="+s.theirs.String())
	}
	out, err := s.desk.repo.Run(ctx, append(args, "refs/tags")...)
	if err != nil {
		return nil, err
	}
	for _, name := range strings.Fields(string(out)) {
		id, there, err := s.desk.repo.Ref("refs/tags/" + name)
		if err != nil {
			return nil, err
		}
		if there && s.ofVersion(id) {
			tags[name] = id
		}
	}
	return tags, nil
}

// push hands a commit over. What the other side says is held against what it has then:
// where git failed and the commit is there all the same, only the answer was lost; and
// where its branch moved meanwhile, a hook that refused may have meant just that.
func (s *share) push(ctx context.Context, commit ledger.ID, tags map[string]ledger.ID) error {
	err := s.desk.repo.Push(ctx, s.up, commit, tags)
	if errors.Is(err, ledger.ErrUnreachable) || errors.Is(err, ledger.ErrRefused) {
		err = s.really(ctx, commit, err)
	}
	switch {
	case errors.Is(err, ledger.ErrMoved):
		s.lost++
	case errors.Is(err, context.Canceled):
		return errors.Join(errUnsure, err)
	}
	return err
}

// errUnsure means that a person ended a command while it was handing something over.
var errUnsure = errors.New("interrupted while sharing")

func (s *share) really(ctx context.Context, commit ledger.ID, said error) error {
	theirs, err := s.desk.repo.Fetch(ctx, s.up)
	if err != nil || theirs.IsZero() || theirs == s.theirs || commit.IsZero() {
		return said
	}
	if _, lacks, err := s.desk.repo.Distance(ctx, theirs, commit); err == nil && lacks == 0 {
		return nil
	}
	return &finding.Fault{Message: finding.Say("somebody else wrote to %s at the same time: %s", s.up, finding.Problem(said)), Hint: finding.Say("try again"), Cause: ledger.ErrMoved}
}

// settle no longer keeps what waited and has gone along.
func (s *share) settle(ctx context.Context) error {
	if !s.along {
		return nil
	}
	kept, err := s.desk.repo.Waiting(ctx)
	if err != nil {
		return err
	}
	if s.theirs, _, err = s.desk.repo.Ref(s.up.Tracking); err != nil {
		return err
	}
	settled, err := s.settled(ctx, kept)
	for _, k := range kept {
		if settled[k.Commit] {
			err = errors.Join(err, s.desk.repo.Settle(ctx, k))
		}
	}
	return err
}

// The pause after somebody else was first is a part of this that grows with how
// often that happened, so that many writers do not keep meeting.
const (
	firstPause = 20 * time.Millisecond
	longest    = 500 * time.Millisecond
)

// wait lets others go ahead for a moment.
func (s *share) wait(ctx context.Context) error {
	if s.lost == 0 {
		return nil
	}
	most := min(firstPause<<min(s.lost, 10), longest)
	var dice [4]byte
	if _, err := s.app.Random.Read(dice[:]); err != nil {
		return err
	}
	part := time.Duration(binary.BigEndian.Uint32(dice[:])) * most >> 32
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(part):
		return nil
	}
}

// tag hands over the tag of a version whose entry others have already; where they do
// not, it goes along with that.
func (s *share) tag(ctx context.Context, commit ledger.ID, tags map[string]ledger.ID) (shared bool, err error) {
	if !s.active() || s.theirs.IsZero() {
		return false, nil
	}
	if _, lacks, err := s.desk.repo.Distance(ctx, s.theirs, commit); err != nil || lacks > 0 {
		return false, err
	}
	return true, s.push(ctx, ledger.ID{}, tags)
}

// upToDate is a desk with what others have shared taken in.
func (a *app) upToDate(ctx context.Context, d *desk, s *share) (*desk, error) {
	g, err := s.ground(ctx, d.tip)
	if err != nil || !s.active() {
		return d, err
	}
	if err := s.catchUp(ctx, g); err != nil {
		return nil, err
	}
	at, err := a.openCommit(d.repo, g.base)
	if err != nil {
		return nil, err
	}
	at.ref = d.ref
	return at, nil
}
