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
)

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
		return s.released(err)
	case errors.Is(err, context.Canceled):
		return errors.Join(errUnsure, err)
	}
	return err
}

// fetch finds what others have now.
func (s *share) fetch(ctx context.Context) error {
	var err error
	s.theirs, err = s.desk.repo.Fetch(ctx, s.up)
	if err == nil && s.theirs.IsZero() {
		s.gone()
	}
	return s.released(err)
}

// gone says, once, that others had the branch and have it no more.
func (s *share) gone() {
	if _, had, err := s.desk.repo.Ref(s.up.Tracking); err == nil && had && !s.missed {
		s.missed = true
		s.app.warn("%s is gone from there: it is begun anew with what is here", s.up)
	}
}

// mostHeld is how often a lock may be there before nobody waits for it any longer: a git
// at work lets go of it in a moment, one that was killed never does.
const mostHeld = 20

// released makes an end of trying again where a lock does not go away.
func (s *share) released(err error) error {
	f, ok := errors.AsType[*finding.Fault](err)
	switch {
	case err == nil:
		return nil
	case !ok || !errors.Is(err, ledger.ErrHeld):
		s.held = 0
		return err
	}
	if s.held++; s.held < mostHeld {
		return err
	}
	return &finding.Fault{Message: f.Message, Hint: f.Hint, Cause: errOvertaken}
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
// often that happened, so that many writers do not keep meeting. In this clone others
// are first for a moment only.
const (
	firstPause   = 20 * time.Millisecond
	longest      = 500 * time.Millisecond
	longestLocal = 50 * time.Millisecond
)

// wait lets others go ahead for a moment, at each try but the first.
func (s *share) wait(ctx context.Context) error {
	lost := s.begun
	s.begun++
	if lost == 0 {
		return nil
	}
	most := longestLocal
	if s.active() {
		most = longest
	}
	most = min(firstPause<<min(lost, 10), most)
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

// ofVersion reports whether a tag has the form of a version's.
func (s *share) ofVersion(tag ledger.ID) bool {
	raw, err := s.desk.repo.Reader().Tag(tag)
	if err != nil {
		return false
	}
	_, err = ledger.ParseTag(raw)
	return err == nil
}
