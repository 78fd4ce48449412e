package cli

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/audit"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
)

// branchPair is a pull request: what is to come, and where it is to go. Of the head
// nothing is believed: the folder and the people are those of the base.
type branchPair struct {
	repo       *ledger.Repository
	base, head ledger.ID
	root       string
	bases      []ledger.ID        // merge bases
	brings     int                // commits of the head that the base has not
	ours       map[ledger.ID]bool // these, and those of its chain that the base's chain has not
	aside      bool               // what it merges changes the ledger, which its chain does not have
}

// verifyPair judges a pull request (docs/server.md).
func (a *app) verifyPair(ctx context.Context, o *verifyOptions) error {
	p, err := a.pair(ctx, o)
	if err != nil {
		return err
	}
	t, err := a.trusted(p.repo, o)
	if err != nil {
		return err
	}
	s := audit.Subject{Tip: p.head, Root: p.root, Readers: p.repo.Reader, Pin: t.Pin.Ledger}
	drafts, err := p.onlyDrafts(ctx, s)
	if err != nil {
		return err
	}
	if drafts {
		report := &audit.Report{Root: p.root, Drafts: p.brings, Last: audit.Mark{Number: -1}}
		if report.Violations, err = p.another(ctx, s); err != nil {
			return err
		}
		doubts, err := p.doubts(ctx, s, t)
		if err != nil {
			return err
		}
		report.Violations = append(report.Violations, doubts...)
		return a.pairShown(report, t, p, o)
	}
	report, err := a.judgePair(ctx, p, s, t)
	if err != nil {
		return err
	}
	return a.pairShown(report, t, p, o)
}

// doubts are what does not fit what the reader asked for of the ledger that drafts are
// for: they show nothing of it themselves.
func (p *branchPair) doubts(ctx context.Context, s audit.Subject, t *trusted) ([]audit.Violation, error) {
	if t.Pin.Entry == "" && t.MaxAge == 0 {
		return heldTo(audit.Report{}, t), nil
	}
	s.Tip = p.base
	base, err := audit.Verify(ctx, s)
	if err != nil {
		return nil, err
	}
	if base.Ledger == "" {
		return append(heldTo(*base, t), base.Violations...), nil
	}
	return heldTo(*base, t), nil
}

// heldTo is what of a history does not fit what the reader asked for. The checkpoint is
// that of the branch here, which the base need not be.
func heldTo(r audit.Report, t *trusted) []audit.Violation {
	asked := audit.Trust{Pin: t.Pin, Rootless: t.Rootless, MaxAge: t.MaxAge}
	if t.MaxAge > 0 {
		asked.Now = t.Now
	}
	r.Violations = nil
	r.Hold(asked)
	return slices.DeleteFunc(r.Violations, audit.Violation.Warning)
}

// pairShown shows what was found, and says which buttons keep the ledger good.
func (a *app) pairShown(r *audit.Report, t *trusted, p *branchPair, o *verifyOptions) error {
	if err := a.reported(reportPage(r, t), r, p.outcome(r), o); err != nil {
		return err
	}
	switch {
	case a.machine():
	case !r.Good():
		a.verdict(r, t)
	default:
		a.note(a.say.Say(p.outcome(r)))
	}
	switch {
	case r.Good():
		return nil
	case r.CannotJudge():
		return quiet(exitCannotJudge)
	}
	return quiet(exitFindings)
}

// outcome is how it ended, in a sentence: what a good pull request brings.
func (p *branchPair) outcome(r *audit.Report) finding.Sentence {
	switch {
	case !r.Good():
		return outcome(r)
	case r.Entries == 0 && p.aside:
		return finding.Say("good: drafts only, in %s commits; fast-forward, squash or a merge commit keeps the ledger, rebase would bring in what a merge left out", r.Drafts)
	case r.Entries == 0:
		return finding.Say("good: drafts only, in %s commits; any way of merging keeps the ledger", r.Drafts)
	}
	return finding.Say("good: %s new entries; fast-forward or a merge commit keeps them, squash and rebase would break them", r.Entries)
}

// pair finds what the two revisions have in common.
func (a *app) pair(ctx context.Context, o *verifyOptions) (*branchPair, error) {
	repo, err := a.repository(ctx)
	if err != nil {
		return nil, err
	}
	if repo.Shallow() {
		a.complain(a.say.T("this is a shallow clone: what the two have in common cannot be told"), a.say.T("fetch the whole history: git fetch --unshallow"))
		return nil, quiet(exitCannotJudge)
	}
	p := &branchPair{repo: repo, ours: map[ledger.ID]bool{}}
	if p.base, err = a.revision(ctx, repo, o.base); err != nil {
		return nil, err
	}
	if p.head, err = a.revision(ctx, repo, cmp.Or(o.head, "HEAD")); err != nil {
		return nil, err
	}
	tree, _, err := repo.Reader().Links(p.base)
	if err != nil {
		return nil, err
	}
	p.root, err = a.root(repo, repo.Reader(), p.base, tree)
	if errors.Is(err, errNoCatalogue) {
		return nil, fault(finding.Say("%s has no catalogue to judge by", o.base), finding.Say("judge the whole history of the head: sc verify --head REV --pin ID"))
	}
	if err != nil {
		return nil, err
	}
	if err := p.compare(ctx); err != nil {
		return nil, err
	}
	return p, p.sides(ctx)
}

// compare asks git for merge bases and for what is new.
func (p *branchPair) compare(ctx context.Context) error {
	out, err := p.repo.Run(ctx, "rev-list", p.head.String(), "^"+p.base.String())
	if err != nil {
		return err
	}
	for _, line := range strings.Fields(string(out)) {
		var id ledger.ID
		if err := id.UnmarshalText([]byte(line)); err != nil {
			return err
		}
		p.ours[id] = true
	}
	p.brings = len(p.ours)
	// It fails, saying nothing, where there is none.
	out, _ = p.repo.Run(ctx, "merge-base", "--all", p.base.String(), p.head.String())
	for _, line := range strings.Fields(string(out)) {
		var id ledger.ID
		if err := id.UnmarshalText([]byte(line)); err != nil {
			return err
		}
		p.bases = append(p.bases, id)
	}
	return nil
}

// sides looks at what lies beside the chains. Commits that the base has and its chain
// never went through were judged by nobody: where the head's chain goes through them,
// they are its own. And what the head merges may hold entries that its chain leaves out.
func (p *branchPair) sides(ctx context.Context) error {
	s := audit.Subject{Tip: p.head, Root: p.root, Readers: p.repo.Reader}
	apart, err := audit.Apart(ctx, s, p.base)
	if err != nil {
		return err
	}
	merged := maps.Clone(p.ours)
	for _, id := range apart {
		delete(merged, id)
		p.ours[id] = true
	}
	for id := range merged {
		p.aside = p.aside || audit.Changes(ctx, s, id)
	}
	return ctx.Err()
}

// onlyDrafts reports whether the head has the ledger of every merge base, on all its
// way from there.
func (p *branchPair) onlyDrafts(ctx context.Context, s audit.Subject) (bool, error) {
	objects := s.Readers()
	head, err := state(objects, p.head, p.root)
	if err != nil {
		return false, unformed(err)
	}
	for _, base := range p.bases {
		there, err := state(objects, base, p.root)
		if err != nil {
			return false, unformed(err)
		}
		if head != there {
			return false, nil
		}
	}
	if len(p.bases) == 0 {
		return false, nil
	}
	return audit.OnlyDrafts(ctx, s, p.ours)
}

// another says of a base that it is another ledger than the pinned one, as its last entry
// has it: drafts alone tell nothing of that.
func (p *branchPair) another(ctx context.Context, s audit.Subject) ([]audit.Violation, error) {
	last, err := audit.LastEntry(ctx, s.Readers(), p.base, p.root)
	if err != nil || s.Pin == "" || last.IsZero() {
		return nil, err
	}
	raw, err := s.Readers().Commit(last)
	if err != nil {
		return nil, err
	}
	e, err := ledger.ParseEntry(raw)
	if err != nil {
		return nil, nil //nolint:nilerr // that the base is not good is not the head's fault
	}
	id := e.Trailers.Ledger
	if e.Trailers.Entry == 0 {
		id = ledger.DigestOf(raw)
	}
	if id == s.Pin {
		return nil, nil
	}
	return []audit.Violation{{Code: "E_LEDGER", Entry: e.Trailers.Entry, Commit: last, Message: finding.Say("this is the ledger %s, not the pinned %s", string(id), string(s.Pin))}}, nil
}

func state(objects *ledger.Reader, commit ledger.ID, root string) (ledger.State, error) {
	tree, _, err := objects.Links(commit)
	if err != nil {
		return ledger.State{}, err
	}
	return objects.State(tree, root)
}

// unformed takes a fault of form for what it is here: no draft, to be judged.
func unformed(err error) error {
	if _, ok := errors.AsType[*ledger.FormError](err); ok {
		return nil
	}
	return err
}

// judgePair judges what is new in the head from the base's sound state.
func (a *app) judgePair(ctx context.Context, p *branchPair, s audit.Subject, t *trusted) (*audit.Report, error) {
	last, err := audit.LastEntry(ctx, s.Readers(), p.base, p.root)
	if err != nil {
		return nil, err
	}
	before, err := audit.Verify(ctx, audit.Subject{Tip: p.base, Root: p.root, Readers: s.Readers, Pin: s.Pin})
	if err != nil {
		return nil, err
	}
	report, err := audit.Verify(ctx, s)
	if err != nil {
		return nil, err
	}
	doubts := heldTo(*report, t)
	report.Entries -= before.Entries
	report.Drafts = max(0, report.Drafts-before.Drafts)
	report.Violations = append(p.news(report.Violations, before.Violations), doubts...)
	follows, err := audit.LeadsTo(ctx, s, last)
	if unformed(err) != nil && !errors.Is(err, ledger.ErrMissing) {
		return nil, err
	}
	if !follows {
		report.Violations = append(report.Violations, audit.Violation{
			Code: "E_FORK", Entry: -1, Commit: p.head, Message: finding.Say("it does not go on from %s, the last entry of the base", last),
		})
	}
	if before.Violations = untagged(before.Violations); !before.Good() {
		a.warn("the base itself is not good; \"sc verify --head\" with its name shows why")
	}
	return report, nil
}

// untagged leaves out what is about tags: neither base nor head has any.
func untagged(all []audit.Violation) []audit.Violation {
	return slices.DeleteFunc(all, func(v audit.Violation) bool {
		return strings.HasPrefix(v.Code, "E_TAG") || v.Code == "W_UNFINISHED"
	})
}

// news are the violations that the head brings: those of the base are not its fault, but
// what it puts in doubt of the base is.
func (p *branchPair) news(all, base []audit.Violation) []audit.Violation {
	var news []audit.Violation
	for _, v := range untagged(all) {
		switch {
		case p.ours[v.Commit], v.Code == "E_SHALLOW", v.Code == "E_OBJ_HASH",
			v.Commit.IsZero() && (v.Code == "E_LEDGER" || v.Code == "E_PROCEDURE_MISSING"),
			v.Code == "E_REVOKED" && !slices.ContainsFunc(base, func(b audit.Violation) bool { return b.Code == v.Code && b.Commit == v.Commit }):
			news = append(news, v)
		}
	}
	return news
}
