package audit

import (
	"context"
	"errors"
	"iter"
	"slices"
	"time"

	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/signature"
)

// Ground is an entry up to which a history was judged and found good, with what
// cannot be seen from its tree. Judging can go on from there (Continue).
type Ground struct {
	Mark               // the entry
	Rules    int       // judgedBy, when it was judged
	At       time.Time // the entry's committer time
	Root     string    // the folder by which it was judged
	Ledger   ledger.Digest
	Prefix   string // of version tags
	Founder  string // the key that signed genesis
	Drafts   int    // commits before the entry that are none
	Repaired int    // of those that repairs name
	Warnings int    // about commits up to it
	Meetings int    // that W_ATTESTED is about
	Versions []Version
	Bound    []procedure.RequestID // requirements whose design waits, sorted
	Stranded []procedure.RequestID // open requirements that nobody can take onward, in their order
	Unsought bool                  // Bound and Stranded are not known
}

// judgedBy is the number of the rules that this package judges by: one more with
// every change by which a history that was good may be bad. What was judged by other
// rules is judged again.
const judgedBy = 10

// ground notes the state after a sound entry.
func (r *Report) ground(now *replay) {
	r.Ground = Ground{
		Mark: r.Last, Rules: judgedBy, At: r.At, Root: r.Root, Ledger: r.Ledger, Prefix: r.Prefix, Founder: now.founder,
		Drafts: r.Drafts, Repaired: r.Repaired, Warnings: len(r.Violations), Meetings: now.meetings,
	}
	if r.From != nil {
		r.Ground.Warnings += r.From.Warnings
	}
}

// errBeyond says that a history cannot be judged from a Ground.
var errBeyond = errors.New("cannot be judged from what was judged before")

// Continue judges what a history has behind a Ground, as Verify would. It only ever
// finds that all is good: where something is not, or is such that what came before
// must be looked at again (an amendment, a ruling, a tag that is new to an old
// version), it reports false, and only Verify can tell.
func Continue(ctx context.Context, s Subject, c Checkpoint) (*Report, bool, error) {
	report, err := goOn(ctx, s, c)
	if ctx.Err() != nil {
		return nil, false, ctx.Err()
	}
	return report, err == nil && report.Good(), nil
}

func goOn(ctx context.Context, s Subject, c Checkpoint) (*Report, error) {
	g := c.Ground
	if g.Rules != judgedBy || g.Root != s.Root || s.Pin != "" && s.Pin != g.Ledger {
		return nil, errBeyond
	}
	report := g.report(s)
	report.Marks = slices.Clone(c.Marks)
	objects := s.Readers()
	links, err := walk(ctx, objects, s, report)
	if err != nil || !report.Good() || !reaches(links, s.Tip, g.Commit) {
		return nil, errBeyond
	}
	r := newReplay(objects, s.Root, report)
	r.before = newPast(ctx, s, g.Commit)
	defer r.before.stop()
	if err := r.resume(g); err != nil {
		return nil, err
	}
	if err := r.chain(ctx, s, links); err != nil {
		return nil, err
	}
	r.trust(s)
	if err := r.newTags(s, c); err != nil {
		return nil, err
	}
	r.standing()
	r.report.Ground.Bound, r.report.Ground.Versions = r.boundIDs(), report.Versions
	return report, r.trouble
}

// report is what was found up to the Ground.
func (g *Ground) report(s Subject) *Report {
	return &Report{
		Root: s.Root, Ref: s.Ref, Ledger: g.Ledger, Prefix: g.Prefix, From: g, Ground: *g, Last: g.Mark, At: g.At,
		Entries: g.Number + 1, Drafts: g.Drafts, Repaired: g.Repaired, Versions: slices.Clone(g.Versions),
	}
}

// reaches reports whether links from a tip end where a commit comes next.
func reaches(links []link, tip, commit ledger.ID) bool {
	if len(links) == 0 {
		return tip == commit
	}
	return links[0].Lead == commit
}

// resume is the replay as it was behind the Ground.
func (r *replay) resume(g *Ground) error {
	raw, err := r.objects.Commit(g.Commit)
	if err != nil {
		return err
	}
	if e, err := ledger.ParseEntry(raw); err != nil || groundOf(ledger.Link{ID: g.Commit, Raw: raw}, e, g.Root).Ledger != g.Ledger || e.Trailers.Entry != g.Number || ledger.DigestOf(raw) != g.Digest {
		return errBeyond
	}
	tree, _, err := r.objects.Links(g.Commit)
	if err != nil {
		return err
	}
	rules, err := r.goOn(tree)
	if err != nil {
		return err
	}
	r.tags, r.founder, r.meetings = g.Prefix, g.Founder, g.Meetings
	r.rules, r.report.Procedure, r.when = rules, rules, g.At
	r.eras = []era{{g.Number, rules}}
	r.list(rules)
	r.unsought = g.Unsought
	for _, id := range slices.Concat(g.Bound, g.Stranded) {
		h, known := r.requirement(id, rules)
		if !known {
			return errBeyond
		}
		r.put(h)
	}
	return r.trouble
}

// entriesTraced is how many entries a Foothold follows back. A ledger that has no more
// is judged as a whole in no time.
const entriesTraced = 100

// Foothold is the last entry of a history that was judged when it was taken in, as on
// a server whose hook judges whatever comes: what its tree holds was judged. It
// follows the digests of the newest entries back, each signed with a key that the
// procedure at the tip lists for its actor, so that a commit which came in past the
// judge lately is noticed. It reports false where judging must begin anew: where that
// fails, or the ledger is young. That what lies further back was judged, and by the
// rules of now, is for whoever keeps the judge to see to; and that the folder is the
// pinned ledger's, for entries may say of themselves what they like.
func Foothold(ctx context.Context, s Subject) (Checkpoint, bool) {
	objects := s.Readers()
	t := trace{merged: map[ledger.State]bool{}}
	if tree, _, err := objects.Links(s.Tip); err != nil || !t.reads(objects, tree, s.Root) {
		return Checkpoint{}, false
	}
	for l, err := range objects.Chain(ctx, s.Tip, s.Root) {
		if err != nil || l.Breach != nil || l.Entry && !t.follows(l) {
			return Checkpoint{}, false
		}
		t.passes(l)
		if t.count > entriesTraced {
			break
		}
	}
	if t.count <= entriesTraced || t.ledger != s.Pin || len(t.merged) > 0 {
		return Checkpoint{}, false
	}
	g := &Ground{Mark: t.last, Rules: judgedBy, At: t.at, Root: s.Root, Ledger: s.Pin, Unsought: true}
	return Checkpoint{Ledger: s.Pin, Marks: []Mark{t.last}, Ground: g}, true
}

// trace follows entries back by what each says of the one before.
type trace struct {
	count  int
	last   Mark // the newest entry
	at     time.Time
	ledger ledger.Digest
	number int // of the next older entry
	digest ledger.Digest
	rules  *procedure.Procedure  // at the tip
	merged map[ledger.State]bool // that merges brought and the chain has not had yet
}

// reads takes the procedure of a tree.
func (t *trace) reads(objects *ledger.Reader, tree ledger.ID, root string) bool {
	rules, err := newSound(objects, root).goOn(tree)
	t.rules = rules
	return err == nil
}

// passes looks whether what a merge brought is what the chain had further back.
func (t *trace) passes(l ledger.Link) {
	delete(t.merged, l.State)
	for _, other := range l.Others {
		if other != (ledger.State{}) && other != l.State {
			t.merged[other] = true
		}
	}
}

// signed reports whether the procedure lists the key of an entry for its actor.
func (t *trace) signed(e *ledger.Entry) bool {
	key, err := signature.Verify(e.Signature, signature.NamespaceGit, e.Payload)
	if err != nil {
		return false
	}
	owner, known := t.rules.Owner(key.String())
	return known && string(owner) == e.Trailers.Actor
}

func (t *trace) follows(l ledger.Link) bool {
	e, err := ledger.ParseEntry(l.Raw)
	if err != nil || !t.signed(e) {
		return false
	}
	digest, says := ledger.DigestOf(l.Raw), e.Trailers
	if t.count == 0 {
		t.last, t.at, t.ledger = Mark{says.Entry, digest, l.ID}, e.By.When, says.Ledger
	} else if digest != t.digest || says.Entry != t.number || says.Ledger != t.ledger {
		return false
	}
	t.count, t.number, t.digest = t.count+1, says.Entry-1, says.Previous
	return true
}

// past are the ledger states that the chain had up to a Ground, each looked up when
// a merge asks for it: as a rule a merge's other parent is not far behind.
type past struct {
	next func() (ledger.Link, error, bool)
	stop func()
}

func newPast(ctx context.Context, s Subject, from ledger.ID) *past {
	next, stop := iter.Pull2(s.Readers().Chain(ctx, from, s.Root))
	return &past{next, stop}
}

// had reports whether the chain had a ledger state before.
func (r *replay) had(state ledger.State) bool {
	for !r.states[state] && r.before != nil {
		l, err, more := r.before.next()
		if !more || err != nil {
			return false
		}
		r.states[l.State] = true
	}
	return r.states[state]
}

// beyond reports whether an entry needs more of what came before than a replay has
// that goes on from a Ground.
func (j *judgement) beyond() bool {
	if j.base.IsZero() || j.newest {
		return false
	}
	switch j.entry.Trailers.Action {
	case string(procedure.StepAmend), procedure.ActionDelegate, procedure.ActionGenesis, procedure.ActionRuling, procedure.ActionRepair:
		return true
	case string(procedure.StepPublish):
		return j.tags == ""
	case string(procedure.StepAgree):
		return j.restsFurtherBack()
	}
	return false
}
