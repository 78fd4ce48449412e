package cli

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/signature"
)

// follow finds the last entry, which the new one follows. What came since is
// checked as far as it speaks for itself: a commit that changed the ledger in
// another way stops every writer, until it is taken back or mended.
func (s *session) follow(ctx context.Context) error {
	p := pursuit{session: s, rules: s.rules}
	for link, err := range s.objects.Chain(ctx, s.tip, s.root) {
		if err != nil {
			return err
		}
		if p.pass(link); p.found && len(p.merged) == 0 {
			break
		}
	}
	if broken := p.verdict(); broken != nil {
		return s.mendedWhere(ctx, broken)
	}
	if !p.found {
		return fault(finding.Say("the branch has no entry yet"), finding.Say("begin a catalogue with \"sc init\""))
	}
	return s.sound(ctx)
}

// mendedWhere tells where a broken ledger can be looked at and mended: what others have
// shared need not be on the branch here, where sc verify and sc repair would look.
func (s *session) mendedWhere(ctx context.Context, broken *finding.Fault) error {
	tracking, shared := s.repo.Tracking(s.ref)
	here, there, err := s.repo.Ref(s.ref)
	if !shared || !there || err != nil {
		return broken
	}
	if _, lacks, err := s.repo.Distance(ctx, here, s.tip); err == nil && lacks > 0 {
		broken.Hint = finding.Say("others have shared that: \"sc verify --head %s\" shows what is wrong; whoever may amend mends it with \"sc repair -m REASON\" in a clone where nothing waits; then try again here", strings.TrimPrefix(tracking, "refs/remotes/"))
	}
	return broken
}

// pursuit is the way back from a tip to its last entry.
type pursuit struct {
	*session
	rules  *procedure.Procedure // the tip's; nil behind a commit that is broken
	found  bool                 // the last entry
	broken *finding.Fault       // about the oldest commit that came since and is none
	merged []parent             // of merges, whose ledgers the chain must have had before
}

// parent is the ledger of a parent that the chain does not lead to.
type parent struct {
	state ledger.State
	merge ledger.Link
}

// pass looks at the next commit on the way.
func (p *pursuit) pass(link ledger.Link) {
	var sought []parent
	for _, m := range p.merged {
		if m.state != link.State {
			sought = append(sought, m)
		}
	}
	p.merged = sought
	if p.found {
		return
	}
	for _, other := range link.Others {
		if other != (ledger.State{}) {
			p.merged = append(p.merged, parent{other, link})
		}
	}
	var err error
	switch {
	case link.Breach != nil:
		err = link.Breach
	case link.Entry:
		err = p.after(link)
		p.found = err == nil
	}
	if err != nil {
		p.broken, p.rules = brokenSince(link.ID, err), nil
	}
}

// verdict is what is wrong with the way, the oldest first.
func (p *pursuit) verdict() *finding.Fault {
	if len(p.merged) > 0 {
		m := p.merged[len(p.merged)-1]
		return brokenSince(m.merge.ID, &finding.Fault{Message: finding.Say("the merge drops or forks entries: one of its parents has a ledger that the chain never had")})
	}
	return p.broken
}

// after makes an entry the one that the session goes on from.
func (p *pursuit) after(link ledger.Link) error {
	e, err := ledger.ParseEntry(link.Raw)
	if err != nil {
		return err
	}
	key, err := signature.Verify(e.Signature, signature.NamespaceGit, e.Payload)
	if err != nil {
		return err
	}
	if err := p.signedBy(link, key, e.Trailers.Actor); err != nil {
		return err
	}
	s := p.session
	s.last = ledger.DigestOf(link.Raw)
	s.id = e.Trailers.Ledger
	if e.Trailers.Entry == 0 {
		s.id = s.last
	}
	s.stamp = procedure.Stamp{At: s.when.Format(time.RFC3339), Entry: e.Trailers.Entry + 1}
	return nil
}

// signedBy refuses an entry that a stranger signed, or somebody else than it
// names. A key that this very entry took away is known to the procedure before.
func (p *pursuit) signedBy(link ledger.Link, key signature.Key, actor string) error {
	var owner procedure.PersonID
	known := false
	if p.rules != nil {
		owner, known = p.rules.Owner(key.String())
	}
	for _, id := range []ledger.ID{link.Lead, link.ID} {
		if known || id.IsZero() {
			continue
		}
		if at, err := p.app.openCommit(p.repo, id); err == nil {
			owner, known = at.rules.Owner(key.String())
		}
	}
	switch {
	case !known:
		return &finding.Fault{Message: finding.Say("the procedure does not know the key %s that signed it", key.Fingerprint())}
	case string(owner) != actor:
		return &finding.Fault{Message: finding.Say("it names %s, but %s signed it", actor, string(owner))}
	}
	return nil
}

func brokenSince(commit ledger.ID, err error) *finding.Fault {
	return &finding.Fault{
		Message: finding.Say("the ledger is broken since commit %s: %s", short(commit.String()), problem(err)),
		Hint:    mending(),
		Cause:   err,
	}
}

// problem is what is wrong, without the code of an object's form.
func problem(err error) finding.Sentence {
	if f, ok := errors.AsType[*ledger.FormError](err); ok {
		return f.Text
	}
	return finding.Problem(err)
}

// mending is what to do about a ledger that is broken.
func mending() finding.Sentence {
	return finding.Say("build nothing on it: \"sc verify\" shows what is wrong, \"sc repair\" mends it")
}

// brokenTip is the error about a tip whose procedure cannot be read.
type brokenTip struct{ cause error }

func (b brokenTip) Error() string { return b.cause.Error() }

func (b brokenTip) Unwrap() error { return b.cause }

// broken is what a writing command is told that cannot open the catalogue: where
// there was one, it can be mended.
func (a *app) broken(ctx context.Context, err error) error {
	if _, unreadable := errors.AsType[*records.Broken](err); unreadable {
		return brokenTip{err}
	}
	if !errors.Is(err, errNoCatalogue) {
		return err
	}
	repo, failed := a.repository(ctx)
	if failed != nil {
		return err
	}
	_, tip, failed := repo.Head()
	if failed != nil {
		return err
	}
	root, failed := formerRoot(ctx, repo, tip)
	if failed != nil || root == "" {
		return err
	}
	return &finding.Fault{Message: finding.Say("the ledger is broken: its procedure is gone from the folder %s", root), Hint: mending(), Cause: err}
}
